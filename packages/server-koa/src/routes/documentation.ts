import { version } from '../../package.json'
import type { Api } from '../api/api.js'
import { assetOf, sendAsset } from '../api/asset.js'
import { openApiDocument } from '../api/openapi.js'
import { PAGE_ADDRESSES, readPage } from '../api/page-files.js'
import type { Step } from '../middleware/step.js'

const INFO = {
  title: 'Redux Recommender',
  version,
  description: `Music to go with the music that somebody likes: search, what to play next, and the shelves of a start
page, for everybody; with an account, seeds and likes are remembered and shape every answer.

A song is known by its id, \`Artist - Title\`. Errors are \`{"detail": "<sentence>"}\`; a body or query that breaks a
rule is answered 422 with every field that did. Every answer carries an \`X-Request-ID\`, which the log has, too.`,
  license: { name: 'MIT', identifier: 'MIT' },
}

const WITHOUT_PAGE = `<!doctype html>
<title>Redux Recommender</title>
<p>The documentation's page is not part of this build; <a href="openapi.json">openapi.json</a> says the same.</p>
`

/**
 * `GET /openapi.json`, which describes every operation the api serves, and `GET /docs`, a page that shows it and
 * needs nothing from the internet. Both are made at the first request and kept.
 */
export function documentationRoutes({ router, operations }: Pick<Api, 'router' | 'operations'>): void {
  const document = once(() => {
    const text = JSON.stringify(openApiDocument(operations, INFO))
    return assetOf('application/json', Buffer.from(text))
  })
  const page = once(readPage)

  router.get('/openapi.json', async (ctx) => sendAsset(ctx, await document()))

  for (const address of PAGE_ADDRESSES) {
    const answer: Step = async (ctx) => {
      const asset = (await page())?.[address]
      if (asset !== undefined) sendAsset(ctx, asset)
      else if (address === '/docs') ctx.body = WITHOUT_PAGE
    }
    router.get(address, ...(address === '/docs' ? [withoutSlash] : []), answer)
  }
}

/** The router takes a slash at the end for nothing, but to a browser the page's files would be elsewhere then. */
const withoutSlash: Step = (ctx, next) => (ctx.path.endsWith('/') ? ctx.redirect('../docs') : next())

/** Does its work at the first call; every call has the result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
