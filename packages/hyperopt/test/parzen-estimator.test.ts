import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  categoricalDistribution,
  contains,
  type Distribution,
  floatDistribution,
  intDistribution,
} from '../src/distribution.js'
import { RandomSampler } from '../src/index.js'
import { randomAt } from '../src/random.js'
import { bandwidths } from '../src/samplers/bandwidths.js'
import { dimensionOf } from '../src/samplers/dimension.js'
import { normalMass } from '../src/samplers/normal.js'
import { ParzenEstimator } from '../src/samplers/parzen-estimator.js'
import { isSingle } from '../src/samplers/search-groups.js'
import { distributions } from './arbitraries.js'

describe('normalMass', () => {
  // By math.erf and math.erfc of Python.
  test.each([
    [-1, 1, 0.6826894921370859],
    [0, 0.5, 0.1914624612740131],
    [2, 3, 0.021400233916549122],
    [-3, -2.5, 0.0048597672941460435],
    [5, 6, 2.856649842341569e-7],
    [9, 9.5, 1.1180938908784795e-19],
    [20, 21, 2.7536241153270536e-89],
    [-30, -29, 3.2897852667040745e-185],
    [1.4, 1.5, 0.013949457964912995],
    [2.8, 2.9, 0.0006893170300438984],
    [-8, 8, 0.9999999999999988],
    [-0.001, 0.001, 0.0007978844278221252],
    [3, 40, 0.0013498980316300957],
    [-Infinity, Infinity, 1],
  ])('between %d and %d is %d', (a, b, mass) => {
    expect(Math.abs(normalMass(a, b) / mass - 1)).toBeLessThan(2e-12)
  })

  test('of neighbouring intervals adds up, and is the same when mirrored', () => {
    const z = fc.double({ min: -12, max: 12, noNaN: true })
    fc.assert(
      fc.property(z, z, z, (...ends) => {
        const [a, b, c] = ends.sort((x, y) => x - y) as [number, number, number]
        const [left, right, both] = [normalMass(a, b), normalMass(b, c), normalMass(a, c)]
        expect(left).toBeGreaterThanOrEqual(0)
        expect(Math.abs(left + right - both)).toBeLessThan(1e-15 + 1e-11 * both)
        expect(normalMass(-c, -a)).toBeCloseTo(both, 14)
      }),
    )
  })
})

describe('a dimension', () => {
  const wide = distributions.filter((range) => !isSingle(range))
  const request = { trialNumber: 0, name: 'x', direction: 'minimize', history: [], running: [] } as const

  test('gives every value a coordinate that leads back to it', () => {
    fc.assert(
      fc.property(wide, fc.nat(), (distribution, seed) => {
        const dimension = dimensionOf(distribution)
        const value = new RandomSampler({ seed }).sample({ ...request, distribution })
        const coordinate = dimension.toCoordinate(value)
        const back = dimension.toValue(coordinate)
        expect(contains(distribution, back)).toBe(true)
        if (distribution.kind === 'categorical') expect(back).toBe(value)
        else {
          expect(coordinate).toBeGreaterThanOrEqual(-1e-9)
          expect(coordinate).toBeLessThanOrEqual(1 + 1e-9)
          const { low, high, log } = distribution
          const axis = (x: number) => (log ? Math.log(x) : x / 2)
          const off = Math.abs(axis(Number(back)) - axis(Number(value)))
          expect(off).toBeLessThanOrEqual(1e-9 * (axis(high) - axis(low)) + 4 * Number.MIN_VALUE)
        }
      }),
    )
  })

  test('samples only values of its range, near observations and far from them, of finite density', () => {
    fc.assert(
      fc.property(wide, fc.array(fc.nat(), { maxLength: 6 }), fc.nat(), (distribution, seeds, seed) => {
        const dimension = dimensionOf(distribution)
        const points = seeds.map((own) => {
          const value = new RandomSampler({ seed: own }).sample({ ...request, distribution })
          return [dimension.toCoordinate(value)]
        })
        const estimator = new ParzenEstimator(
          [dimension],
          points,
          points.map(() => 1),
        )
        const random = randomAt(seed, 'test')
        for (let i = 0; i < 5; i++) {
          const point = estimator.sample(random)
          expect(contains(distribution, dimension.toValue(point[0]!))).toBe(true)
          expect(Number.isFinite(estimator.logDensity(point))).toBe(true)
        }
      }),
    )
  })
})

describe('a Parzen estimator', () => {
  const space: readonly Distribution[] = [
    floatDistribution('f', -5, 5, {}),
    floatDistribution('g', 0, 1, { step: 0.25 }),
    intDistribution('i', 1, 100, { log: true }),
    categoricalDistribution('c', ['a', 'b', 'c']),
  ]
  const dimensions = space.map(dimensionOf)
  const coordinates = (...values: (number | string)[]) => values.map((x, i) => dimensions[i]!.toCoordinate(x))
  const observed = [
    coordinates(-4, 0, 1, 'a'),
    coordinates(0.5, 0.25, 10, 'b'),
    coordinates(0.7, 0.25, 12, 'b'),
    coordinates(3, 1, 100, 'c'),
  ]
  const estimator = new ParzenEstimator(dimensions, observed, [1, 1, 1, 1])

  test('has the density that Optuna computes', () => {
    // Optuna 5.0.0, where no width is at its bound; its density of `f` is per unit, ours per range of 10.
    const optuna = [
      [coordinates(-5, 0, 1, 'a'), -5.446645764120082],
      [coordinates(0, 0.25, 2, 'b'), -6.516668678491904],
      [coordinates(0.6, 0.5, 11, 'c'), -8.823445133155868],
      [coordinates(4.9, 1, 99, 'c'), -10.572986277885455],
    ] as const
    for (const [point, logDensity] of optuna)
      expect(estimator.logDensity(point)).toBeCloseTo(logDensity + Math.log(10), 10)
  })

  test('sums up to 1 over a grid', () => {
    const [, , i, c] = dimensions as [(typeof dimensions)[0], ...typeof dimensions]
    const small = new ParzenEstimator(
      [i!, c!],
      observed.map(([, , x, y]) => [x!, y!]),
      [0.2, 1, 0.5, 1],
    )
    let sum = 0
    for (let n = 1; n <= 100; n++)
      for (const choice of ['a', 'b', 'c'])
        sum += Math.exp(small.logDensity([i!.toCoordinate(n), c!.toCoordinate(choice)]))
    expect(sum).toBeCloseTo(1, 10)
  })

  test('samples as often as its density says', () => {
    const weights = [3, 1, 1, 0.5]
    const random = randomAt(1, 'samples')
    for (const [at, choices] of [
      [1, [0, 0.25, 0.5, 0.75, 1]],
      [3, ['a', 'b', 'c']],
    ] as const) {
      const dimension = dimensions[at]!
      const one = new ParzenEstimator(
        [dimension],
        observed.map((point) => [point[at]!]),
        weights,
      )
      const samples = Array.from({ length: 4000 }, () => dimension.toValue(one.sample(random)[0]!))
      for (const choice of choices) {
        const p = Math.exp(one.logDensity([dimension.toCoordinate(choice)]))
        const deviation = Math.sqrt(4000 * p * (1 - p))
        expect(Math.abs(samples.filter((x) => x === choice).length - 4000 * p)).toBeLessThan(4 * deviation)
      }
    }
  })

  test('knows nothing without observations: every choice is as likely, the middle a little more', () => {
    const none = new ParzenEstimator([dimensions[3]!], [], [])
    for (const i of [0, 1, 2]) expect(none.logDensity([i])).toBeCloseTo(-Math.log(3), 12)
    const middle = new ParzenEstimator([dimensions[0]!], [], [])
    expect(middle.logDensity([0.5])).toBeGreaterThan(middle.logDensity([0]))
  })
})

describe('bandwidths', () => {
  test('reach to the further neighbour, the ends of the range aside', () => {
    expect([...bandwidths([0.9, 0.1, 0.4])]).toEqual([0.5, 0.30000000000000004, 0.5])
  })

  test('of one observation reach to the further end', () => {
    expect([...bandwidths([0.8])]).toEqual([0.8])
  })

  test('never are narrower than half of what n + 2 equal parts are, or a hundredth, nor wider than the range', () => {
    const many = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(many, (observed) => {
        const widths = bandwidths(observed)
        expect(widths).toHaveLength(observed.length)
        for (const width of widths) {
          expect(width).toBeGreaterThanOrEqual(Math.max(0.5 / (observed.length + 2), 0.01))
          expect(width).toBeLessThanOrEqual(1)
        }
      }),
    )
    expect([...bandwidths([0.5, 0.5])]).toEqual([0.125, 0.125])
    expect([...bandwidths(Array.from({ length: 60 }, () => 0.5))].every((width) => width === 0.01)).toBe(true)
  })
})
