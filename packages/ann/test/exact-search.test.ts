import { expect, test } from 'vitest'
import { IndexFlatIP, IndexFlatL2 } from '../src/index.js'
import { makeRandom, type Random } from './random.js'

/*
 * The filter of 8-bit codes must not lose a single answer. So here it is attacked: with numbers whose squares overflow
 * or vanish, with vectors that differ in one last bit, with duplicates, with one giant among dwarfs, and compared with
 * the plain path, which measures every vector. EXACT_SEARCH_CASES sets how many queries are asked of each kind of index.
 */
const cases = Number(process.env['EXACT_SEARCH_CASES'] ?? 2500)
const LARGEST = 3.4028234663852886e38
const SMALLEST = 1.401298464324817e-45
/** One unit in the last place, and a little more. */
const NEXT = 1 + 1.2e-7

/** Where components come from. */
const sources: ((random: Random) => number)[] = [
  (random) => random.normal(),
  (random) => random.integer(7) - 3,
  (random) => (random.integer(255) - 127) / 2,
  (random) => (random.uniform() < 0.5 ? 0 : random.normal()),
  (random) => 1e4 + random.normal() * 1e-3,
  (random) => random.normal() * 10 ** (random.integer(76) - 38),
  (random) => (random.uniform() < 0.1 ? LARGEST * (random.integer(2) * 2 - 1) : random.normal()),
  (random) => (random.uniform() < 0.02 ? random.normal() * 1e20 : random.normal()),
  ...[1e30, 2e19, 1e19, 1e18, 1e-19, 1e-22, 1e-30, 1e-40].map(
    (scale) => (random: Random) => random.normal() * scale,
  ),
  (random) => random.integer(3) * SMALLEST,
  () => 0,
  () => 1,
]

function vectors(n: number, d: number, random: Random, source: (random: Random) => number): Float32Array {
  return Float32Array.from({ length: n * d }, () => {
    const component = source(random)
    return Math.min(Math.max(component, -LARGEST), LARGEST)
  })
}

/** Makes a component of a vector a last bit larger, if it can be. */
function nudge(x: Float32Array, row: number, d: number, random: Random): void {
  const at = row * d + random.integer(d)
  const next = Math.fround(x[at]! * NEXT)
  if (Number.isFinite(next)) x[at] = next
}

/** Copies some vectors over others, and changes a last bit of half of them. */
function addNearTies(x: Float32Array, from: Float32Array, d: number, random: Random): void {
  const n = x.length / d
  for (let times = Math.ceil(n / 3); times > 0; times--) {
    const source = random.integer(from.length / d)
    const target = random.integer(n)
    x.set(from.slice(source * d, (source + 1) * d), target * d)
    if (random.integer(2) === 0) nudge(x, target, d, random)
  }
}

/** Vectors that are their own codes, so that nothing but float32 rounding tells the bound from the distance. */
function codedProblem(random: Random) {
  const d = 1 + random.integer(500)
  const n = 1 + random.integer(Math.floor(20_000 / d))
  const codes = (count: number, largest: number) =>
    Float32Array.from({ length: count * d }, (_, at) =>
      at % d === 0 ? largest : random.integer(2 * largest + 1) - largest,
    )
  const x = codes(n, 127)
  addNearTies(x, x, d, random)
  return { d, x, queries: codes(1 + random.integer(9), 32767), k: 1 + random.integer(20), exclude: [] }
}

function problem(random: Random) {
  if (random.integer(4) === 0) return codedProblem(random)
  const d = 1 + random.integer([40, 40, 40, 300, 2048][random.integer(5)]!)
  const n = 1 + random.integer(Math.max(1, Math.floor(20_000 / d)))
  const source = sources[random.integer(sources.length)]!
  const x = vectors(n, d, random, source)
  if (random.integer(2) === 0) addNearTies(x, x, d, random)
  const querySource = random.integer(3) > 0 ? source : sources[random.integer(sources.length)]!
  const queries = vectors(1 + random.integer(9), d, random, querySource)
  addNearTies(queries, x, d, random)
  const exclude = Array.from({ length: random.integer(3) * 5 }, () => random.integer(n))
  return { d, x, queries, k: 1 + random.integer([20, 20, 20, 2 * n][random.integer(4)]!), exclude }
}

test('product is that of two stored vectors, and refuses a label that is not there', () => {
  const index = new IndexFlatL2(2)
  index.add(Float32Array.of(1, 2, 3, 4))
  expect(index.product(0, 1)).toBe(11)
  expect(() => index.product(0, 2)).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }))
})

test.each([IndexFlatL2, IndexFlatIP])(
  '%o finds what the plain path finds, to the last bit',
  (Index) => {
    const random = makeRandom(7)
    for (let asked = 0; asked < cases; ) {
      const { d, x, queries, k, exclude } = problem(random)
      const [index, plain] = (['wasm', 'typescript'] as const).map((backend) => {
        const made = new Index(d, { backend })
        const cut = random.integer(x.length / d) * d
        made.add(x.subarray(0, cut))
        made.add(x.subarray(cut))
        return made
      }) as [IndexFlatL2, IndexFlatL2]
      const wanted = plain.search(queries, k, { exclude })
      expect(index.search(queries, k, { exclude })).toEqual(wanted)
      // A query alone that wants many rows notes them before it measures any.
      if (random.integer(4) === 0) {
        const alone = queries.subarray(0, d)
        const many = 32 + random.integer(2 * (x.length / d))
        expect(index.search(alone, many, { exclude })).toEqual(plain.search(alone, many, { exclude }))
      }
      const radius = wanted.distances[random.integer(wanted.distances.length)]!
      expect(index.rangeSearch(queries, radius)).toEqual(plain.rangeSearch(queries, radius))
      asked += queries.length / d
    }
  },
  Math.max(60_000, cases * 10),
)
