// Compiles assembly/*.ts to WebAssembly and writes the bytes into src/generated/kernels-wasm.ts, so that a bundle or a
// page has them without fetching anything.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('..', import.meta.url))
const options = ['--baseDir', folder, '--runtime', 'stub', '--importMemory', '--maximumMemory', '65536']
options.push('--enable', 'simd', '--noAssert', '-O3', '--converge')

async function compile(...more) {
  let compiled
  const files = ['assembly/index.ts', '--outFile', 'kernels.wasm']
  const { error, stderr } = await asc.main([...files, ...options, ...more], {
    writeFile: (_, bytes) => {
      compiled = Buffer.from(bytes)
    },
  })
  if (!error) return compiled
  console.error(stderr.toString())
  throw error
}

/**
 * Where the two limits flags of the imported memory differ: a module takes either shared or unshared memory, and that
 * byte is all the difference between them, so one copy of the bytes serves both.
 */
function sharedFlagOffset(unshared, shared) {
  const differing = [...unshared.keys()].filter((at) => unshared[at] !== shared[at])
  if (unshared.length !== shared.length || differing.length !== 1 || shared[differing[0]] !== 3)
    throw new Error(`shared and unshared modules differ at ${differing.join(', ')}`)
  return differing[0]
}

const unshared = await compile()
const shared = await compile('--sharedMemory', '--enable', 'threads')
const source = `// Compiled from assembly/ by scripts/compile.mjs.
export const KERNELS_WASM = '${unshared.toString('base64')}'
export const SHARED_FLAG_OFFSET = ${sharedFlagOffset(unshared, shared)}
`
await mkdir(`${folder}src/generated`, { recursive: true })
await writeFile(`${folder}src/generated/kernels-wasm.ts`, source)
console.error(`kernels: ${unshared.length} bytes of WebAssembly`)
