import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { type Asset, assetOf } from '../api/asset.js'
import { StartError } from '../errors.js'

/** The page that every address of the app begins with. */
export const INDEX = 'index.html'
/** A built app is far below; a folder above is another one. */
const MOST_BYTES = 64 * 2 ** 20

/** The files of a built web app by their paths within its folder, such as `assets/index-4f2a.js`. */
export type WebApp = ReadonlyMap<string, Asset>

/**
 * Reads a built web app into memory. So a page and what it needs are always of one build, whatever becomes of the
 * folder, and no path that a client sends ever reaches the file system. Dot files and links out of the folder are left
 * out; `x.br` and `x.gz` beside `x` are what is sent of it to clients that can unpack them.
 *
 * @throws {@link StartError} INVALID_SETTINGS when the folder has no `index.html`, cannot be read or is too large.
 */
export async function readWebApp(folder: string): Promise<WebApp> {
  const unreadable = (cause: NodeJS.ErrnoException) => refuse(folder, reasonOf(cause), cause)
  const root = await realpath(folder).catch(unreadable)
  const paths = await filesOf(root).catch(unreadable)
  if (!paths.has(INDEX)) refuse(folder, `there is no ${INDEX} in it`)
  const total = [...paths.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (total > MOST_BYTES) refuse(folder, `it holds more than ${MOST_BYTES / 2 ** 20} MB`)
  const isPacked = (path: string) => /\.(br|gz)$/.test(path) && paths.has(path.slice(0, -'.br'.length))
  const read = [...paths.keys()]
    .filter((path) => !isPacked(path))
    .map(async (path) => [path, await assetAt(root, path, paths)] as const)
  return new Map(await Promise.all(read).catch(unreadable))
}

/** Says which file it is about, which is not always the folder. */
function reasonOf({ code, path, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'it does not exist'
  if (code === 'ENOTDIR') return 'it is no folder'
  return code === 'EACCES' ? `${path} must not be read by this user` : `it cannot be read: ${message}`
}

function refuse(folder: string, reason: string, cause?: unknown): never {
  const message = `The server cannot start with these settings:
  WEB_APP_DIR is ${JSON.stringify(folder)}, and ${reason}; it must be the folder of a built web app.`
  throw new StartError('INVALID_SETTINGS', message, { cause })
}

/** Every file below the root by its path, slashes between, and with its size. */
async function filesOf(root: string): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, number>()
  const visit = async (below: string, depth: number): Promise<void> => {
    for (const name of (await readdir(join(root, below))).sort()) {
      if (name.startsWith('.')) continue
      const path = `${below}${name}`
      const real = await realpath(join(root, path)).catch(() => '')
      if (!real.startsWith(`${root}${sep}`)) continue
      const stats = await stat(real)
      if (stats.isFile()) files.set(path, stats.size)
      // Links may go in circles.
      else if (stats.isDirectory() && depth < 16) await visit(`${path}/`, depth + 1)
    }
  }
  await visit('', 0)
  return files
}

async function assetAt(root: string, path: string, paths: ReadonlyMap<string, number>): Promise<Asset> {
  const packed = (suffix: string) =>
    paths.has(path + suffix) ? readFile(join(root, path + suffix)) : undefined
  const [body, brotli, gzipped] = await Promise.all([
    readFile(join(root, path)),
    packed('.br'),
    packed('.gz'),
  ])
  return assetOf(extname(path), body, { brotli, gzipped })
}
