// Compiles assembly/*.ts to WebAssembly and writes the bytes into src/generated/kernels-wasm.ts, so that a bundle or a
// page has them without fetching anything.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('..', import.meta.url))
const options = [
  '--baseDir',
  folder,
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
  '--noAssert',
  '-O3',
  '--converge',
]

const { error, stderr } = await asc.main(
  ['assembly/sgd.ts', '--outFile', 'src/generated/kernels.wasm', ...options],
  {
    writeFile: async (_, bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      await mkdir(`${folder}src/generated`, { recursive: true })
      const source = `// Compiled from assembly/ by scripts/compile.mjs.\nexport const KERNELS_WASM = '${text}'\n`
      await writeFile(`${folder}src/generated/kernels-wasm.ts`, source)
      console.error(`kernels: ${bytes.length} bytes of WebAssembly`)
    },
  },
)
if (error) {
  console.error(stderr.toString())
  throw error
}
