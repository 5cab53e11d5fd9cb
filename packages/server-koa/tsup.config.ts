import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig } from 'tsup'
import { library } from '../../tsup.base.js'

/** The documentation's page: Swagger UI without its source maps, its licences, and what is ours. */
function copyPage() {
  const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const file of [
    'swagger-ui-bundle.js',
    'swagger-ui-bundle.js.LICENSE.txt',
    'swagger-ui.css',
    'favicon-32x32.png',
    'LICENSE',
    'NOTICE',
  ])
    cpSync(join(from, file), `dist/swagger-ui/${file}`)
  cpSync('src/api/page', 'dist/swagger-ui', { recursive: true })
}

export default defineConfig({
  ...library({ index: 'src/index.ts', main: 'src/main.ts', commands: 'src/commands/index.ts' }),
  // The page is found from where the code is, in CommonJS as well.
  shims: true,
  onSuccess: async () => copyPage(),
})
