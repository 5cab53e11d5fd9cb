import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What browsers and Node name alike; no `process`, no `Buffer`, no `require`. */
const WEB_GLOBALS = [
  'atob',
  'btoa',
  'console',
  'crypto',
  'performance',
  'TextDecoder',
  'TextEncoder',
  'WebAssembly',
]
const webGlobals = Object.fromEntries(
  WEB_GLOBALS.map((name) => [name, Reflect.get(globalThis, name)] as const),
)

// esbuild fails on whatever it cannot resolve, and for the platform browser that is every Node built-in.
test.each(['kernels', 'svd', 'ann', 'hyperopt', 'recommender'])(
  'the built package %s bundles for a browser and loads without Node',
  async (name) => {
    expect(existsSync(`${root}packages/${name}/dist`), `${name} is not built; run npm run build`).toBe(true)
    const { outputFiles } = await build({
      stdin: { contents: `export * from '@redux/${name}'`, resolveDir: root },
      // The root tsconfig maps package names to sources; here packages are what their users get.
      tsconfigRaw: {},
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'bundle',
      write: false,
      logLevel: 'silent',
    })
    const exported: unknown = runInContext(
      `${outputFiles[0]?.text}\nObject.keys(bundle)`,
      createContext({ ...webGlobals }),
    )
    expect(exported).not.toHaveLength(0)
  },
)

/** Bytes of a minified bundle of everything that some entries export. */
async function bundleBytes(...entries: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: entries.map((entry) => `export * from '${entry}'`).join('\n'), resolveDir: root },
    tsconfigRaw: {},
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents.length ?? Number.NaN
}

// These are in every page that recommends, WebAssembly included.
test('the built kernels take less than 40 KB of a minified bundle', async () => {
  expect(await bundleBytes('@redux/kernels')).toBeLessThan(40 * 1024)
})

// And these only where models are trained or scored.
test('the built kernels of linear algebra add less than 32 KB to it', async () => {
  const more = await bundleBytes('@redux/kernels', '@redux/kernels/linear-algebra')
  expect(more - (await bundleBytes('@redux/kernels'))).toBeLessThan(32 * 1024)
})
