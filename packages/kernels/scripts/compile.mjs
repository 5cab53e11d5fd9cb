// Compiles the modules of assembly/ to WebAssembly and writes the bytes into src/generated, so that a bundle or a page
// has them without fetching anything: each module in a file of its own, for whoever needs no more than that.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('..', import.meta.url))
const options = ['--baseDir', folder, '--runtime', 'stub', '--importMemory', '--maximumMemory', '65536']
options.push('--enable', 'simd', '--noAssert', '-O3', '--converge')

/** Entry and name of every module. */
const modules = [
  ['assembly/index.ts', 'kernels'],
  ['assembly/linear-algebra/index.ts', 'linear-algebra'],
]

async function compile(entry, ...more) {
  let compiled
  const { error, stderr } = await asc.main([entry, '--outFile', 'kernels.wasm', ...options, ...more], {
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

await mkdir(`${folder}src/generated`, { recursive: true })
for (const [entry, name] of modules) {
  const unshared = await compile(entry)
  const shared = await compile(entry, '--sharedMemory', '--enable', 'threads')
  const source = `// Compiled from ${entry} by scripts/compile.mjs.
export const WASM = '${unshared.toString('base64')}'
export const SHARED_FLAG_OFFSET = ${sharedFlagOffset(unshared, shared)}
`
  await writeFile(`${folder}src/generated/${name}-wasm.ts`, source)
  console.error(`${name}: ${unshared.length} bytes of WebAssembly`)
}
