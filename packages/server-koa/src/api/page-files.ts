import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Asset, assetOf } from './asset.js'

/** The files of the documentation's page by their addresses, as the build copies them beside the program. */
const FILES = {
  '/docs': ['index.html', 'text/html; charset=utf-8'],
  '/docs/start.js': ['start.js', 'text/javascript; charset=utf-8'],
  '/docs/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/docs/swagger-ui.js': ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  '/docs/swagger-ui.css': ['swagger-ui.css', 'text/css; charset=utf-8'],
  '/docs/favicon.png': ['favicon-32x32.png', 'image/png'],
} as const

export type PageAddress = keyof typeof FILES

export const PAGE_ADDRESSES = Object.keys(FILES) as PageAddress[]

/** Reads the page, or finds `null`: a program that bundles the server need not have its files. */
export async function readPage(): Promise<Readonly<Record<PageAddress, Asset>> | null> {
  try {
    const manifest = createRequire(import.meta.url).resolve('@redux/server-koa/package.json')
    const folder = join(dirname(manifest), 'dist', 'swagger-ui')
    const read = PAGE_ADDRESSES.map(async (address) => {
      const [file, type] = FILES[address]
      return [address, await assetOf(type, await readFile(join(folder, file)))] as const
    })
    return Object.fromEntries(await Promise.all(read)) as Record<PageAddress, Asset>
  } catch {
    return null
  }
}
