import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenApiDocument } from '../../src/api/openapi-document.js'
import type { ServedRecommender } from '../../src/artifacts/served-recommender.js'
import { type Client, runApp } from '../running-app.js'
import { trainedArtifacts } from '../trained-artifacts.js'
import { operationsOf } from './document.js'

const finder = fileURLToPath(new URL('../../../../scripts/chromium.mjs', import.meta.url))
const found = spawnSync(process.execPath, [finder], { encoding: 'utf8' })
const page = fileURLToPath(new URL('../../dist/swagger-ui/index.html', import.meta.url))

let recommender: ServedRecommender
let browser: Browser
beforeAll(async () => {
  if (found.status !== 0) return
  expect(existsSync(page), 'packages/server-koa is not built; run npm run build').toBe(true)
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

/** Opens the page of a running service, and gives it to `look`; nothing on it may go wrong. */
async function withPage(width: number, look: (page: Page, client: Client) => Promise<void>): Promise<void> {
  const { client, url } = await runApp({ recommender })
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  const wrong: string[] = []
  page.on('console', (message) => {
    // What the policy forbids is said here, too. The rest is advice.
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== url) wrong.push(request.url())
  })
  try {
    await page.goto(`${url}/docs`)
    await page.locator('.opblock').first().waitFor()
    await look(page, client)
    expect(wrong).toEqual([])
  } finally {
    await page.close()
  }
}

/** Unfolds an operation, fills in what is given, asks, and returns the status that the page shows. */
async function tryOut(page: Page, id: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const block = page.locator(`#operations-${id}`)
  await block.locator('.opblock-summary-control').click()
  await block.getByRole('button', { name: 'Try it out' }).click()
  for (const [name, value] of Object.entries(parameters))
    await block.locator(`tr[data-param-name="${name}"] input`).fill(value)
  await block.getByRole('button', { name: 'Execute' }).click()
  return block.locator('.live-responses-table .response-col_status').last().innerText()
}

describe('the page of the documentation', () => {
  it.each([390, 1280])('shows every operation, and fits a window of %i pixels', async (width) => {
    await withPage(width, async (page, client) => {
      const { json } = await client.get('/openapi.json')
      const operations = operationsOf(json as OpenApiDocument)
      const shown = await page.locator('.opblock').evaluateAll((blocks) => blocks.map(({ id }) => id))
      expect(shown.sort()).toEqual(
        operations.map(({ tags, operationId }) => `operations-${tags[0]}-${operationId}`).sort(),
      )
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(overflow).toBe(0)
    })
  })

  it('asks the service', async () => {
    await withPage(1280, async (page) => {
      expect(await tryOut(page, 'Catalogue-getCatalogSearch', { q: 'jazz', limit: '3' })).toContain('200')
    })
  })

  it('logs in, and asks with the token', async () => {
    await withPage(1280, async (page, client) => {
      await client.newAccount('ada', 'a good password')
      await page.locator('.auth-wrapper .authorize').click()
      await page.locator('#oauth_username').fill('ada')
      await page.locator('#oauth_password').fill('a good password')
      await page.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click()
      await page.locator('.modal-ux').getByText('Logout', { exact: true }).waitFor()
      await page.locator('.close-modal').click()
      expect(await tryOut(page, 'Accounts-getLikes', {})).toContain('200')
    })
  })
})
