import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest'

const finder = fileURLToPath(new URL('../../../scripts/chromium.mjs', import.meta.url))

/**
 * For the tests of a file, one browser. What this returns opens an empty page for a running service, so many pixels
 * wide; the test fails where anything goes wrong on it, or anybody but the service is asked.
 */
export function pages(): (url: string, width?: number) => Promise<Page> {
  const { status, stdout } = spawnSync(process.execPath, [finder], { encoding: 'utf8' })
  const said = stdout.trim()
  let browser: Browser
  beforeAll(async () => {
    if (status !== 0) return
    browser = await chromium.launch({
      executablePath: said,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    })
  })
  afterAll(() => browser?.close())
  // Whoever has no browser may go without; continuous integration may not.
  beforeEach((context) => {
    if (status === 0) return
    expect(process.env['CI'], said).not.toBe('true')
    context.skip(said)
  })

  return async (url, width = 1280) => {
    const page = await browser.newPage({ baseURL: url, viewport: { width, height: 900 } })
    const wrong: string[] = []
    listen(page, url, wrong)
    onTestFinished(async () => {
      await page.close()
      expect(wrong).toEqual([])
    })
    return page
  }
}

function listen(page: Page, url: string, wrong: string[]): void {
  page.on('console', (message) => {
    // What the policy forbids is said here, too. The rest is advice.
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== url) wrong.push(request.url())
  })
}
