import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solvePositiveDefinite } from '../../src/cholesky.js'
import {
  FEW_SEED_LINEAR_DEFAULTS,
  FewSeedLinear,
  type FewSeedLinearOptions,
  Ratings,
  readModel,
  saveModel,
} from '../../src/index.js'

type Pair = readonly [user: number, item: number]

const anyPairs = fc.uniqueArray(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 9 })), {
  minLength: 2,
  maxLength: 50,
  selector: ([user, item]) => `${user} ${item}`,
})
const ratingsOf = (pairs: readonly Pair[]) =>
  Ratings.from(pairs.map(([user, item]) => ({ user, item: `i${item}`, rating: 1 })))

/**
 * What the model must predict item `target` by, from the problem it stands for and not its closed form: the intercept
 * and weights that minimise sum_u (x_ui - b - a sum_s x_us w_s)^2 + sum_s (a (1 - a) g_s + lambda a^2) w_s^2 + c b^2,
 * without the item itself.
 */
function regression(
  ratings: Ratings,
  target: number,
  { keepRate: a, regularization }: { keepRate: number; regularization: number },
) {
  const { nUsers, nItems, offsets, itemRows } = ratings
  const inputs = Array.from({ length: nUsers }, (_, u) => {
    const row = new Float64Array(nItems + 1)
    for (let at = offsets[u]; at < offsets[u + 1]; at++) row[itemRows[at]] = a
    const known = row[target] === 0 ? 0 : 1
    row[target] = 0
    row[nItems] = 1
    return { row, known }
  })
  const n = nItems + 1
  const normal = new Float64Array(n * n)
  const right = new Float64Array(n)
  for (const { row, known } of inputs)
    for (let s = 0; s < n; s++) {
      right[s] += row[s] * known
      for (let t = 0; t < n; t++) normal[s * n + t] += row[s] * row[t]
    }
  for (let s = 0; s < nItems; s++) {
    const count = itemRows.filter((row) => row === s).length
    normal[s * n + s] += a * (1 - a) * count + regularization * a * a
  }
  normal[n * n - 1] += FEW_SEED_LINEAR_DEFAULTS.interceptRegularization
  const solution = solvePositiveDefinite(normal, right)
  return { weights: solution.subarray(0, nItems), intercept: solution[nItems] }
}

describe('FewSeedLinear', () => {
  it('solves the regression it stands for, at full rank', () => {
    fc.assert(
      fc.property(
        anyPairs,
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (pairs, keepRate, regularization) => {
          const ratings = ratingsOf(pairs)
          const options = { keepRate, regularization }
          const model = new FewSeedLinear({ ...options, nFactors: 8 }).fit(ratings)
          const nothing = model.scores({ seeds: [] })
          for (let target = 0; target < ratings.nItems; target++) {
            const { weights, intercept } = regression(ratings, target, options)
            expect(nothing[target]).toBeCloseTo(intercept, 4)
            for (let seed = 0; seed < ratings.nItems; seed++) {
              if (seed === target) continue
              const score = model.scores({ seeds: [{ item: model.itemIds[seed] }] })[target]
              expect(score - nothing[target]).toBeCloseTo(weights[seed], 4)
            }
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('answers nearly the same when eigenpairs stand for the users x users matrix', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const ratings = ratingsOf(pairs)
        // Eight users have eight eigenpairs at most, so nothing is cut off.
        const options = { nFactors: 8, regularization: 5, keepRate: 0.3 }
        const exact = new FewSeedLinear(options).fit(ratings)
        const truncated = new FewSeedLinear({ ...options, maxExactUsers: 0 }).fit(ratings)
        for (const item of exact.itemIds) {
          const scores = truncated.scores({ seeds: [{ item }] })
          for (const [at, score] of exact.scores({ seeds: [{ item }] }).entries())
            expect(scores[at]).toBeCloseTo(score, 4)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('adds up seeds by weight, and a disliked one takes away', () => {
    const model = new FewSeedLinear({ nFactors: 4, regularization: 1, keepRate: 0.5 }).fit(
      ratingsOf([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [2, 2],
        [2, 3],
        [3, 2],
        [3, 3],
      ]),
    )
    const base = model.scores({ seeds: [] })
    const one = model.scores({ seeds: [{ item: 'i0' }] })
    const disliked = model.scores({ seeds: [{ item: 'i0', weight: -1 }] })
    for (let i = 0; i < base.length; i++) expect(one[i] - base[i]).toBeCloseTo(base[i] - disliked[i], 6)
    expect(model.topN({ seeds: [{ item: 'i0' }] }, { n: 1 }).items).toEqual(['i1'])
    expect(model.topN({ seeds: [{ item: 'i2' }] }, { n: 1 }).items).toEqual(['i3'])
  })

  it('takes a pair given twice once, and values do not matter', () => {
    const once = ratingsOf([
      [0, 0],
      [0, 1],
      [1, 1],
    ])
    const twice = Ratings.from(
      [
        [0, 0, 9],
        [0, 1, 2],
        [0, 1, 3],
        [1, 1, 0.5],
      ].map(([user, item, rating]) => ({ user, item: `i${item}`, rating })),
    )
    const options = { nFactors: 2 }
    expect(saveModel(new FewSeedLinear(options).fit(twice))).toEqual(
      saveModel(new FewSeedLinear(options).fit(once)),
    )
  })

  it.each([
    [{ keepRate: 1 }, 'keepRate must be below 1, got 1'],
    [{ keepRate: 0 }, 'keepRate must be a finite number > 0, got 0'],
    [{ regularization: 0 }, 'regularization must be a finite number > 0, got 0'],
    [{ nFactors: 0 }, 'nFactors must be an integer in 1..4096, got 0'],
    [{ factors: 3 }, 'unknown option factors'],
  ])('refuses %j', (options, message) => {
    expect(() => new FewSeedLinear(options as FewSeedLinearOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(message) }),
    )
  })

  it('refuses files of another model, and arrays of another shape', () => {
    const model = new FewSeedLinear({ nFactors: 2 }).fit(
      ratingsOf([
        [0, 0],
        [0, 1],
        [1, 1],
      ]),
    )
    const parameters = readModel(saveModel(model))
    expect(() => FewSeedLinear.from({ ...parameters, kind: 'ials' })).toThrow(
      'expected a model of kind linear, found ials',
    )
    expect(() => FewSeedLinear.from({ ...parameters, itemIds: ['i0'] })).toThrow(
      'item_counts must have the shape [1], got [2]',
    )
  })
})
