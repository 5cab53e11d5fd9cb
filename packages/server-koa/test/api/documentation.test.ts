import { request } from 'node:http'
import { text as consumeText } from 'node:stream/consumers'
import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, it } from 'vitest'
import { PAGE_ADDRESSES } from '../../src/api/page-files.js'
import type { ServedRecommender } from '../../src/artifacts/served-recommender.js'
import { runApp } from '../running-app.js'
import { trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

/** Asks for exactly this; fetch would tidy the path up, and never leave an answer out that it asks about. */
function askExactly(url: string, path: string, headers = {}): Promise<{ status?: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { path, headers }, async (answer) => {
      resolve({ status: answer.statusCode, text: await consumeText(answer) })
    })
    asked.on('error', reject).end()
  })
}

describe('the documentation', () => {
  it('is a valid document of OpenAPI 3.1', async () => {
    const { client } = await runApp({ recommender })
    const { status, headers, json } = await client.get('/openapi.json')
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
    })
    const validator = new Validator()
    expect(await validator.validate(json)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it.each(['/openapi.json', ...PAGE_ADDRESSES])('sends %s once to a client that keeps it', async (path) => {
    const { client, url } = await runApp({ recommender })
    const first = await client.get(path)
    expect(first.status).toBe(200)
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const again = await askExactly(url, path, { 'If-None-Match': first.headers.get('etag') })
    expect(again).toEqual({ status: 304, text: '' })
    const plain = await client.get(path, { 'Accept-Encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.text).toBe(first.text)
  })

  it('sends a browser from /docs/ to /docs, where the page finds its files', async () => {
    const { client, url } = await runApp({ recommender })
    const answer = await fetch(`${url}/docs/`)
    expect({ status: answer.status, url: answer.url }).toEqual({ status: 200, url: `${url}/docs` })
    expect((await client.get('/docs')).text).toBe(await answer.text())
  })

  it.each([
    '/docs/../package.json',
    '/docs/%2e%2e/package.json',
    '/docs/..%2f..%2fpackage.json',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/LICENSE',
    '/docs//etc/passwd',
    '/docs/style.css%00.js',
  ])('has nothing at %s', async (path) => {
    const { url } = await runApp({ recommender })
    expect((await askExactly(url, path)).status).toBe(404)
  })
})
