import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OpenApiDocument } from '../../src/api/openapi-document.js'
import type { ServedRecommender } from '../../src/artifacts/served-recommender.js'
import { pages } from '../browser.js'
import { type Client, runApp } from '../running-app.js'
import { trainedArtifacts } from '../trained-artifacts.js'
import { operationsOf } from './document.js'

const built = fileURLToPath(new URL('../../dist/swagger-ui/index.html', import.meta.url))

const open = pages()
let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

/** Opens the page of a service that runs until the test is over. */
async function openDocumentation(width = 1280): Promise<{ page: Page; client: Client }> {
  expect(existsSync(built), 'packages/server-koa is not built; run npm run build').toBe(true)
  const { client, url } = await runApp({ recommender })
  const page = await open(url, width)
  await page.goto('/docs')
  await page.locator('.opblock').first().waitFor()
  return { page, client }
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
    const { page, client } = await openDocumentation(width)
    const { json } = await client.get('/openapi.json')
    const operations = operationsOf(json as OpenApiDocument)
    const shown = await page.locator('.opblock').evaluateAll((blocks) => blocks.map(({ id }) => id))
    expect(shown.sort()).toEqual(
      operations.map(({ tags, operationId }) => `operations-${tags[0]}-${operationId}`).sort(),
    )
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBe(0)
  })

  it('asks the service', async () => {
    const { page } = await openDocumentation()
    expect(await tryOut(page, 'Catalogue-getCatalogSearch', { q: 'jazz', limit: '3' })).toContain('200')
  })

  it('logs in, and asks with the token', async () => {
    const { page, client } = await openDocumentation()
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
