import { readFileSync } from 'node:fs'

// Made by faiss-cpu 1.15.1: an index of 2000 vectors with d = 24 in either metric, what it was built from and what
// it answers to 50 queries asked one at a time, k = 10. Rows 1900..1929 repeat rows 100..129, and fifteen rows
// from 5 to 1355 are equal. The JSON is the flat part of a larger one.

const read = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))

/** The data of an `.npy` file, version 1.0, `<f4`, C order. */
function readNpy(name: string): Float32Array {
  const bytes = read(name)
  const headerEnd = 10 + new DataView(bytes.buffer).getUint16(8, true)
  return new Float32Array(bytes.slice(headerEnd).buffer)
}

interface Expected {
  readonly k: number
  readonly n: number
  readonly d: number
  readonly nq: number
  readonly indexes: Readonly<
    Record<
      'flat_l2.index' | 'flat_ip.index',
      { readonly searches: readonly { readonly ids: number[][]; readonly distances: number[][] }[] }
    >
  >
}

export const expected: Expected = JSON.parse(new TextDecoder().decode(read('expected-flat.json')))
export const vectors = readNpy('vectors.npy')
export const queries = readNpy('queries.npy')
export const flatL2File = read('flat_l2.index')
export const flatIPFile = read('flat_ip.index')
