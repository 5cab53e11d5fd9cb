import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { ServedRecommender } from '../src/artifacts/served-recommender.js'
import { pages } from './browser.js'
import { newFolder, runApp } from './running-app.js'
import { trainedArtifacts } from './trained-artifacts.js'

const open = pages()
let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
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
  const page = await open(url)
  const main = page.locator('main')
  for (const path of ['/', '/liked', '/map']) {
    await page.goto(path)
    await main.filter({ hasText: `later ok worker at ${path}` }).waitFor()
    await page.reload()
    await main.filter({ hasText: `later ok worker at ${path}` }).waitFor()
  }
  expect(await page.evaluate('getComputedStyle(document.querySelector("main")).color')).toBe('rgb(1, 2, 3)')
  const session = await page.context().newCDPSession(page)
  const { errors, data } = await session.send('Page.getAppManifest')
  expect({ errors, name: JSON.parse(data!).name }).toEqual({ errors: [], name: 'App' })
})
