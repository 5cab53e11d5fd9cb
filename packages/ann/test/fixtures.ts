import { readFileSync } from 'node:fs'

// Made by faiss-cpu 1.15.1: indexes of 2000 vectors with d = 24 (three of 10 of them), what they were built from and
// what they answer to 50 queries asked one at a time, k = 10. Rows 1900..1929 repeat rows 100..129, and fifteen rows
// from 5 to 1355 are equal. The JSON is part of a larger one; an id in it is a string where it may exceed 2^53.

const read = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))

/** The data of an `.npy` file, version 1.0, `<f4`, C order. */
function readNpy(name: string): Float32Array {
  const bytes = read(name)
  const headerEnd = 10 + new DataView(bytes.buffer).getUint16(8, true)
  return new Float32Array(bytes.slice(headerEnd).buffer)
}

/** The files of indexes. */
export const FIXTURE_NAMES = [
  'flat_l2.index',
  'flat_ip.index',
  'idmap_flat_l2.index',
  'sq8_l2.index',
  'ivf_flat_l2.index',
  'ivf_flat_ip.index',
  'ivf_flat_sparse_l2.index',
  'ivf_flat_directmap_l2.index',
  'ivf_flat_hashmap_l2.index',
  'ivf_pq_l2.index',
] as const

export type FixtureName = (typeof FIXTURE_NAMES)[number]

/** What FAISS answered to all queries, a row to each. */
export interface ExpectedSearch<Id> {
  readonly params: { readonly nprobe?: number }
  /** -1 where there are fewer than k. */
  readonly ids: readonly (readonly Id[])[]
  /** The largest float32, or its negative, where there are fewer than k. */
  readonly distances: readonly (readonly number[])[]
}

interface ExpectedAnswers<Id> {
  readonly searches: readonly ExpectedSearch<Id>[]
}

interface Expected {
  readonly k: number
  readonly n: number
  readonly d: number
  readonly nq: number
  readonly indexes: Readonly<
    Record<Exclude<FixtureName, 'idmap_flat_l2.index'>, ExpectedAnswers<number>> &
      Record<'idmap_flat_l2.index', ExpectedAnswers<string>>
  >
}

export const expected: Expected = JSON.parse(new TextDecoder().decode(read('expected.json')))
export const vectors = readNpy('vectors.npy')
export const queries = readNpy('queries.npy')
export const fixtureFiles = Object.fromEntries(
  FIXTURE_NAMES.map((name) => [name, read(name)] as const),
) as Record<FixtureName, Uint8Array>
export const flatL2File = fixtureFiles['flat_l2.index']
export const flatIPFile = fixtureFiles['flat_ip.index']
