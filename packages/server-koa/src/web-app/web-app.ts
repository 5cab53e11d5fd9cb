import { sendAsset } from '../api/asset.js'
import type { Step } from '../middleware/step.js'
import { INDEX, type WebApp } from './read-web-app.js'

/** What the log and the metrics call all of its addresses. */
export const WEB_APP_ROUTE = 'web app'

/** Where a build puts files whose names change with their content. */
const HASHED = 'assets/'
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * Serves a web app: its files and, at every other address that a browser opens as a page, its first page, which finds
 * out by itself where it is. Addresses of the API stay the API's.
 *
 * Comes before the limits and counts in none: all of it lies in memory, a page takes a dozen files, and whoever has used
 * up a limit should still see the page that says so.
 */
export function serveWebApp(app: WebApp, isOfApi: (path: string) => boolean): Step {
  return async (ctx, next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || isOfApi(ctx.path)) return next()
    const path = pathWithin(ctx.path)
    if (path === undefined) return next()
    const file = path === '' ? INDEX : path
    // Asked for by a script, an address that is none should say so.
    const isPage = !path.startsWith(HASHED) && ctx.accepts('json', 'html') === 'html'
    const asset = app.get(file) ?? (isPage ? app.get(INDEX) : undefined)
    if (asset === undefined) return next()
    ctx.state.route = WEB_APP_ROUTE
    // The same address has the page for some and nothing for others.
    if (!app.has(file)) ctx.vary('Accept')
    sendAsset(ctx, asset, file.startsWith(HASHED) ? FOR_EVER : undefined)
  }
}

/**
 * The path of a file that an address may mean, without slash before it; undefined where it can mean none: dot files, and
 * what could mean another place.
 */
function pathWithin(address: string): string | undefined {
  try {
    const path = decodeURIComponent(address).slice(1)
    const names = path.replace(/\/$/, '').split('/')
    const isPlain = (name: string) => name !== '' && !/^\.|\\/.test(name) && !name.includes('\0')
    return path === '' || names.every(isPlain) ? path : undefined
  } catch {
    return undefined
  }
}
