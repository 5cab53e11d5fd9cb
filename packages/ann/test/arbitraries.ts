import fc from 'fast-check'
import { IndexFlatIP, IndexFlatL2 } from '../src/index.js'

/** A small integer as a component: all sums are exact in float32 in any order, and equal distances abound. */
const smallInteger = fc.integer({ min: -3, max: 3 })

/** Any finite float32, from the tiniest to the largest, without -0 (which no answer tells from 0). */
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)

const kinds = [IndexFlatL2, IndexFlatIP] as const

/** An empty-handed search problem: an index kind, its vectors (some of them equal), queries and `k`. */
export interface SearchCase {
  readonly makeIndex: () => IndexFlatL2 | IndexFlatIP
  readonly d: number
  readonly vectors: Float32Array
  readonly queries: Float32Array
  readonly k: number
}

const searchCase = (component: fc.Arbitrary<number>): fc.Arbitrary<SearchCase> =>
  fc.integer({ min: 1, max: 9 }).chain((d) => {
    const row = fc.array(component, { minLength: d, maxLength: d })
    return fc
      .record({
        kind: fc.constantFrom(...kinds),
        distinct: fc.array(row, { maxLength: 30 }),
        repeated: fc.array(fc.nat(), { maxLength: 10 }),
        queries: fc.array(row, { maxLength: 5 }),
        k: fc.integer({ min: 1, max: 45 }),
      })
      .map(({ kind, distinct, repeated, queries, k }) => {
        const copies = distinct.length > 0 ? repeated.map((i) => distinct[i % distinct.length]!) : []
        return {
          makeIndex: () => new kind(d),
          d,
          vectors: Float32Array.from([...distinct, ...copies].flat()),
          queries: Float32Array.from(queries.flat()),
          k,
        }
      })
  })

/** Problems whose distances are exact in float32, so that a brute-force sort is an oracle. */
export const exactCases = searchCase(smallInteger)

/** Problems over all of float32, where sums round and overflow. */
export const anyCases = searchCase(anyFloat)
