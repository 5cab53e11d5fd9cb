import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

/**
 * Builds the service worker beside the app, as `sw.js`, and tells it which files the app is made of: in place of
 * `self.__WB_MANIFEST`, as Workbox's own tools do.
 */
export function serviceWorker({ source }: { readonly source: string }): Plugin {
  let outDir = 'dist'
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    // After the files are written, for the public ones are part of the app, too.
    writeBundle: {
      order: 'pre',
      sequential: true,
      async handler() {
        const folder = fileURLToPath(new URL(outDir, import.meta.url))
        await build({
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          define: {
            'self.__WB_MANIFEST': JSON.stringify(precached(folder)),
            'process.env.NODE_ENV': '"production"',
          },
          build: {
            outDir: folder,
            emptyOutDir: false,
            target: 'es2022',
            rolldownOptions: {
              input: fileURLToPath(new URL(source, import.meta.url)),
              output: { entryFileNames: 'sw.js', format: 'iife' },
            },
          },
        })
      },
    },
  }
}

/** Names under `assets/` change with what is in the file; the others need a revision to tell. */
function precached(folder: string): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|map)$/.test(entry.name) && entry.name !== 'sw.js')
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((file) => {
      const url = file.slice(folder.length)
      const isHashed = url.startsWith('/assets/')
      return {
        url,
        revision: isHashed
          ? null
          : createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16),
      }
    })
}
