import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context } from 'koa'

/** A body, packed. */
interface Packed {
  readonly brotli?: Buffer | undefined
  readonly gzipped?: Buffer | undefined
}

/** Something that is sent as it is, over and over. */
export interface Asset extends Packed {
  /** Its media type, or the ending of file names that says it, with the dot. */
  readonly type: string
  readonly body: Buffer
  readonly etag: string
}

/** Kept, but asked about each time: the next release, or the next version, may have another. */
const ASKED_ABOUT = 'no-cache'

/** Packed, a body must be below this part of what it was, or it is not worth unpacking. */
const WORTHWHILE = 0.9

/** Prepares a body for sending; packs it, on another thread, where it did not come packed. */
export async function assetOf(type: string, body: Buffer, packed: Packed = {}): Promise<Asset> {
  const { brotli, gzipped = await gzippedIfWorthwhile(body) } = packed
  const digest = createHash('sha256').update(body).digest('base64url')
  // Weak, for it stands for the body in all its sizes.
  return { type, body, brotli, gzipped, etag: `W/"${digest}"` }
}

async function gzippedIfWorthwhile(body: Buffer): Promise<Buffer | undefined> {
  const gzipped = await promisify(gzip)(body)
  return gzipped.length < WORTHWHILE * body.length ? gzipped : undefined
}

/** Sends an asset, unless the client has it. */
export function sendAsset(ctx: Context, asset: Asset, cacheControl = ASKED_ABOUT): void {
  ctx.status = 200
  ctx.etag = asset.etag
  ctx.set('Cache-Control', cacheControl)
  ctx.vary('Accept-Encoding')
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const { brotli, gzipped } = asset
  // Asked about one by one: browsers name gzip first, and all the same take what is smaller.
  const accepts = (encoding: string) => ctx.acceptsEncodings(encoding, 'identity') === encoding
  if (brotli !== undefined && accepts('br')) sendAs(ctx, 'br', brotli)
  else if (gzipped !== undefined && accepts('gzip')) sendAs(ctx, 'gzip', gzipped)
  else ctx.body = asset.body
  ctx.type = asset.type
}

function sendAs(ctx: Context, encoding: string, packed: Buffer): void {
  ctx.set('Content-Encoding', encoding)
  ctx.body = packed
}
