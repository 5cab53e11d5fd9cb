import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ServedRecommender } from '../src/artifacts/served-recommender.js'
import { newFolder, runApp } from './running-app.js'
import { trainedArtifacts } from './trained-artifacts.js'

const finder = fileURLToPath(new URL('../../../scripts/chromium.mjs', import.meta.url))
const found = spawnSync(process.execPath, [finder], { encoding: 'utf8' })

let recommender: ServedRecommender
let browser: Browser
beforeAll(async () => {
  if (found.status !== 0) return
  browser = await chromium.launch({
    executablePath: found.stdout.trim(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  })
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})
afterAll(() => browser?.close())

// Whoever has no browser may go without; continuous integration may not.
beforeEach((context) => {
  if (found.status === 0) return
  expect(process.env['CI'], found.stdout).not.toBe('true')
  context.skip(found.stdout.trim())
})

/** As a bundler lays an app out: module scripts that load others, a worker for offline use, a manifest. */
const FILES = {
  'index.html': `<!doctype html><html lang="en"><head><title>App</title>
<link rel="manifest" href="/manifest.webmanifest"><link rel="icon" href="/icon.svg">
<link rel="stylesheet" crossorigin href="/assets/index-1.css">
<link rel="modulepreload" crossorigin href="/assets/part-1.js">
<script type="module" crossorigin src="/assets/index-1.js"></script></head><body><main></main></body></html>`,
  'assets/index-1.css': '@layer base { main { color: rgb(1, 2, 3) } }',
  'assets/part-1.js': 'export const show = (text) => { document.querySelector("main").textContent += text }',
  'assets/later-1.js': 'export const later = "later "',
  'assets/index-1.js': `import { show } from './part-1.js'
const { later } = await import('./later-1.js')
show(later)
show((await (await fetch('/health/live')).json()).status + ' ')
await navigator.serviceWorker.register('/sw.js')
await navigator.serviceWorker.ready
show('worker at ' + location.pathname)`,
  'sw.js': 'self.addEventListener("install", () => self.skipWaiting())',
  'manifest.webmanifest': JSON.stringify({ name: 'App', start_url: '/', display: 'standalone', icons: [] }),
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
}

it('serves a built app that browsers run as it is, on every page and once more after a reload', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'assets'))
  for (const [path, content] of Object.entries(FILES)) writeFileSync(join(folder, path), content)
  const { url } = await runApp({ recommender, env: { WEB_APP_DIR: folder } })
  const page = await browser.newPage()
  const wrong: string[] = []
  page.on('console', (message) => {
    // What the policy forbids is said here, too.
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  try {
    const main = page.locator('main')
    for (const path of ['/', '/liked', '/map']) {
      await page.goto(url + path)
      await main.filter({ hasText: `later ok worker at ${path}` }).waitFor()
      await page.reload()
      await main.filter({ hasText: `later ok worker at ${path}` }).waitFor()
    }
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).color')).toBe('rgb(1, 2, 3)')
    const session = await page.context().newCDPSession(page)
    const { errors, data } = await session.send('Page.getAppManifest')
    expect({ errors, name: JSON.parse(data!).name }).toEqual({ errors: [], name: 'App' })
    expect(wrong).toEqual([])
  } finally {
    await page.close()
  }
})
