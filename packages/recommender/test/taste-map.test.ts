import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../src/random.js'
import { unitRows } from '../src/seed-space/directions.js'
import { fuzzyGraph } from '../src/taste-map/fuzzy-graph.js'
import { layOut } from '../src/taste-map/lay-out.js'
import { nearestNeighbours } from '../src/taste-map/nearest-neighbours.js'
import { principalPlane } from '../src/taste-map/principal-plane.js'
import { intoUnitSquare, pulledIn } from '../src/taste-map/unit-square.js'

/** What a generator returns. */
function finished<T>(steps: Generator<unknown, T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

const laidOut = (vectors: Float32Array, d: number, seed = 0) => finished(layOut(vectors, d, seed))

/** Groups of so many vectors, each about a direction of its own. */
function groups(nGroups: number, perGroup: number, d: number, seed = 1): Float32Array {
  const random = createRandom(seed)
  const noise = () => (random() + random() + random() - 1.5) * 0.3
  const centres = Array.from({ length: nGroups }, () => Array.from({ length: d }, () => random() - 0.5))
  return Float32Array.from({ length: nGroups * perGroup * d }, (_, at) => {
    const group = Math.floor(at / d / perGroup)
    return centres[group]![at % d]! + noise()
  })
}

/** The share of the k nearest places that are of a point's own group, over all points. */
function shareOfOwnGroup(places: ArrayLike<number>, perGroup: number, k: number): number {
  const n = places.length / 2
  const far = (i: number, j: number) =>
    Math.hypot(places[2 * i]! - places[2 * j]!, places[2 * i + 1]! - places[2 * j + 1]!)
  let own = 0
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
    others.sort((a, b) => far(i, a) - far(i, b))
    const group = Math.floor(i / perGroup)
    own += others.slice(0, k).filter((j) => Math.floor(j / perGroup) === group).length
  }
  return own / n / k
}

function expectSane(places: Float32Array, n: number): void {
  expect(places).toHaveLength(2 * n)
  expect(places.every((value) => value >= 0 && value <= 1)).toBe(true)
}

/** How many places there are that differ. */
const distinct = (places: Float32Array) =>
  new Set(Array.from({ length: places.length / 2 }, (_, i) => `${places[2 * i]} ${places[2 * i + 1]}`)).size

describe('layOut', () => {
  it('brings together what is alike, better than two principal components do', () => {
    const vectors = groups(12, 25, 16)
    const map = shareOfOwnGroup(laidOut(vectors, 16), 25, 10)
    const plane = shareOfOwnGroup(principalPlane(vectors, 16, createRandom(0)), 25, 10)
    // 1.00 and 0.62; by chance 0.08.
    expect(map).toBeGreaterThan(0.95)
    expect(plane).toBeLessThan(0.7)
  })

  it('gives the same places for the same vectors and seed, and others for another', () => {
    const vectors = groups(3, 20, 8)
    expect(laidOut(vectors, 8, 5)).toEqual(laidOut(vectors, 8, 5))
    expect(laidOut(vectors, 8, 6)).not.toEqual(laidOut(vectors, 8, 5))
  })

  it('leaves the vectors as they are, and does not look at their lengths', () => {
    const vectors = groups(3, 20, 8)
    const before = vectors.slice()
    const places = laidOut(vectors, 8)
    expect(vectors).toEqual(before)
    expect(
      laidOut(
        vectors.map((value) => value * 8),
        8,
      ),
    ).toEqual(places)
  })

  it('is within 0..1, finite, and has a place of its own for every one of any vectors', () => {
    const component = fc.oneof(fc.constant(0), fc.float({ min: -4, max: 4, noNaN: true }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(30), fc.nat(), (d, n, seed) => {
        const random = createRandom(seed)
        const [values] = fc.sample(fc.array(component, { minLength: (n + 1) * d, maxLength: (n + 1) * d }), {
          numRuns: 1,
          seed: Math.floor(random() * 1e6),
        })
        const places = laidOut(Float32Array.from(values!), d)
        expectSane(places, n + 1)
        expect(distinct(places)).toBe(n + 1)
      }),
      { numRuns: 100 },
    )
  })

  it('puts a single song in the middle', () => {
    expect([...laidOut(Float32Array.of(1, 2), 2)]).toEqual([0.5, 0.5])
    expect([...laidOut(Float32Array.of(0, 0), 2)]).toEqual([0.5, 0.5])
  })

  it('has places apart for two songs, for fewer than neighbours, and for songs that are all alike', () => {
    for (const vectors of [[1, 0, 0, 1], [1, 1, 1, 1], Array(2 * 7).fill(1), Array(2 * 100).fill(0.3)]) {
      const places = laidOut(Float32Array.from(vectors), 2)
      expectSane(places, vectors.length / 2)
      expect(distinct(places)).toBe(vectors.length / 2)
    }
  })

  it('takes one dimension, and more dimensions than songs', () => {
    expectSane(laidOut(Float32Array.of(1, -1, 2, -2, 3), 1), 5)
    expectSane(laidOut(groups(2, 3, 200), 200), 6)
  })

  it('puts songs of which nothing is known around the others', () => {
    const d = 8
    const vectors = new Float32Array(100 * d)
    vectors.set(groups(4, 20, d))
    const places = laidOut(vectors, d)
    expectSane(places, 100)
    expect(distinct(places)).toBe(100)
    const known = Array.from({ length: 80 }, (_, i) => i)
    const middle = [0, 1].map((at) => known.reduce((sum, i) => sum + places[2 * i + at]! / 80, 0))
    const radius = (i: number) => Math.hypot(places[2 * i]! - middle[0]!, places[2 * i + 1]! - middle[1]!)
    const widest = Math.max(...known.map(radius))
    for (let i = 80; i < 100; i++) expect(radius(i)).toBeGreaterThan(widest)
  })

  it('tells how far it is, in two parts, each from its start', () => {
    const told = [...layOut(groups(4, 300, 8), 8, 0)]
    expect(new Set(told.map(({ what }) => what))).toEqual(new Set(['neighbours', 'layout']))
    for (const what of ['neighbours', 'layout']) {
      const shares = told.filter((step) => step.what === what).map(({ done, of }) => done / of)
      expect(shares[0]).toBe(0)
      expect(shares).toEqual([...shares].sort((a, b) => a - b))
      expect(shares.at(-1)).toBeLessThan(1)
    }
  })
})

describe('principalPlane', () => {
  it('finds the directions of most difference, wherever the points lie', () => {
    const random = createRandom(2)
    const rows = Array.from({ length: 200 }, () => [10 * random(), 3 * random(), 0.1 * random()])
    // Along (1, 1, 0), (1, -1, 0) and (0, 0, 1), and away from the origin.
    const points = Float32Array.from(rows.flatMap(([a, b, c]) => [a! + b! + 50, a! - b! + 50, c!]))
    const places = principalPlane(points, 3, createRandom(0))
    const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
    for (const at of [0, 1]) {
      const found = spread([...places].filter((_, i) => i % 2 === at))
      expect(found).toBeCloseTo(spread(rows.map((row) => row[at]!)) * Math.SQRT2, 0)
    }
  })

  it('gives zeros for points that are all the same', () => {
    expect(principalPlane(new Float32Array(12).fill(1), 3, createRandom(0))).toEqual(new Float32Array(8))
  })
})

describe('nearestNeighbours', () => {
  it('never names a row as its own, though others are the same', () => {
    const { k, rows, distances } = finished(
      nearestNeighbours(new Float32Array(2 * 40).fill(Math.SQRT1_2), 2, 15),
    )
    expect(k).toBe(15)
    for (const [at, row] of rows.entries()) expect(row).not.toBe(Math.floor(at / k))
    expect(distances.every((distance) => distance < 1e-6)).toBe(true)
  })

  it('names all others where there are fewer than asked for', () => {
    const { k, rows } = finished(nearestNeighbours(Float32Array.of(1, 0, 0, 1, -1, 0), 2, 15))
    expect(k).toBe(2)
    expect([...rows]).toEqual([1, 2, expect.any(Number), expect.any(Number), 1, 0])
  })
})

describe('fuzzyGraph', () => {
  const { k, rows, distances } = finished(nearestNeighbours(unitRows(groups(5, 20, 6), 6), 6, 8))
  const { from, to, weights } = fuzzyGraph({ k, rows, distances })
  const weightOf = new Map(Array.from(weights, (weight, edge) => [`${from[edge]} ${to[edge]}`, weight]))

  it('has every edge once in each direction, equally heavy', () => {
    expect(weightOf.size).toBe(weights.length)
    for (const [edge, weight] of weights.entries())
      expect(weightOf.get(`${to[edge]} ${from[edge]}`)).toBe(weight)
  })

  it('joins a row and its nearest with all there is, and the farther ones less', () => {
    for (let row = 0; row < 100; row++) {
      expect(weightOf.get(`${row} ${rows[row * k]}`)).toBe(1)
      for (let j = 0; j < k; j++) expect(weightOf.has(`${row} ${rows[row * k + j]}`)).toBe(true)
    }
    expect(weights.every((weight) => weight > 0 && weight <= 1)).toBe(true)
  })
})

describe('intoUnitSquare', () => {
  const anyPlaces = fc
    .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 60 })
    .map((values) => Float64Array.from(values.slice(0, values.length & ~1)))

  it('fills the square one way and keeps shapes, however close the points are', () => {
    fc.assert(
      fc.property(anyPlaces, (places) => {
        const square = intoUnitSquare(places)
        expect(square.every((value) => value >= 0 && value <= 1)).toBe(true)
        const width = (values: ArrayLike<number>, at: number) => {
          const column = Array.from(values).filter((_, i) => i % 2 === at)
          return Math.max(...column) - Math.min(...column)
        }
        const widest = Math.max(width(places, 0), width(places, 1))
        for (const at of [0, 1])
          expect(width(square, at)).toBeCloseTo(widest === 0 ? 0 : width(places, at) / widest, 5)
      }),
      { examples: [[Float64Array.of(999.9999999885929, 0, 999.9999999885064, 0)]] },
    )
  })

  it('comes after far points are pulled in, which stay outside the rest and in order', () => {
    const places = Float64Array.from({ length: 4000 }, (_, at) => Math.sin(at * 1.7))
    places.set([50, 0], 0)
    places.set([900, 0], 2)
    places.set([0, -700], 4)
    const near = pulledIn(places)
    const [first, second, third] = [near[0]!, near[2]!, near[5]!]
    expect(first).toBeGreaterThan(0.99)
    expect(second).toBeGreaterThanOrEqual(first)
    expect(second).toBeLessThan(1.2)
    expect(third).toBeLessThan(-0.99)
    expect(third).toBeGreaterThan(-1.2)
  })
})
