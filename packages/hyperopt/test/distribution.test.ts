import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  categoricalDistribution,
  contains,
  floatDistribution,
  gridSize,
  intDistribution,
  sameDistribution,
} from '../src/distribution.js'
import { RandomSampler } from '../src/index.js'
import { distributions } from './arbitraries.js'

describe('contains', () => {
  test('holds for every sample', () => {
    const sampler = new RandomSampler()
    fc.assert(
      fc.property(distributions, fc.nat(), (distribution, trialNumber) => {
        const request = {
          trialNumber,
          name: 'x',
          distribution,
          direction: 'minimize',
          history: [],
          running: [],
        } as const
        expect(contains(distribution, sampler.sample(request))).toBe(true)
      }),
    )
  })

  test('does not hold outside the range, off its grid, or for another type', () => {
    const int = intDistribution('x', 0, 10, { step: 4 })
    for (const value of [-4, 2, 0.5, 10, 12, NaN, '4', null, true]) expect(contains(int, value)).toBe(false)
    expect([0, 4, 8].every((value) => contains(int, value))).toBe(true)
    const float = floatDistribution('x', 0, 1, {})
    for (const value of [-0.1, 1.1, NaN, Infinity]) expect(contains(float, value)).toBe(false)
    const categorical = categoricalDistribution('x', ['1', null])
    for (const value of [1, 'null', false]) expect(contains(categorical, value)).toBe(false)
  })

  test('does not take the high end for a grid value when an integer step goes past it', () => {
    expect(contains(intDistribution('x', 0, 1e12 - 1, { step: 1e12 }), 1e12 - 1)).toBe(false)
  })
})

describe('gridSize', () => {
  test('counts the values of a decimal grid as decimal arithmetic does, rounding notwithstanding', () => {
    const thousandths = fc.integer({ min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(thousandths, fc.nat(1e6), fc.integer({ min: 1, max: 1e4 }), (low, size, step) => {
        const distribution = floatDistribution('x', low / 1000, (low + size) / 1000, { step: step / 1000 })
        expect(gridSize(distribution, step / 1000)).toBe(Math.floor(size / step) + 1)
      }),
    )
  })

  test('counts the values of an integer grid', () => {
    expect(gridSize(intDistribution('x', -3, 3, {}), 1)).toBe(7)
    expect(gridSize(intDistribution('x', 0, 2 ** 53 - 2, { step: 2 ** 52 }), 2 ** 52)).toBe(2)
  })
})

test('a range holds 0 where -0 was given, as JSON does', () => {
  expect(floatDistribution('x', -0, -0, {})).toMatchObject({ low: 0, high: 0 })
  expect(intDistribution('x', -0, -0, {})).toMatchObject({ low: 0, high: 0 })
  expect(categoricalDistribution('x', [-0])).toEqual({ kind: 'categorical', choices: [0] })
})

describe('sameDistribution', () => {
  test('holds for a range and itself', () => {
    fc.assert(
      fc.property(distributions, (distribution) => {
        expect(sameDistribution(distribution, structuredClone(distribution))).toBe(true)
      }),
    )
  })

  test('tells ranges apart by every field, and by the order of choices', () => {
    const ranges = [
      intDistribution('x', 1, 9, {}),
      intDistribution('x', 2, 9, {}),
      intDistribution('x', 1, 8, {}),
      intDistribution('x', 1, 9, { step: 2 }),
      intDistribution('x', 1, 9, { log: true }),
      floatDistribution('x', 1, 9, {}),
      floatDistribution('x', 1, 9, { step: 1 }),
      floatDistribution('x', 1, 9, { log: true }),
      categoricalDistribution('x', [1, 9]),
      categoricalDistribution('x', [9, 1]),
      categoricalDistribution('x', [1]),
    ]
    for (const [i, a] of ranges.entries())
      for (const [j, b] of ranges.entries()) expect(sameDistribution(a, b)).toBe(i === j)
  })
})
