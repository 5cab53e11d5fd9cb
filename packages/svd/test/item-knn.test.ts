import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ItemKNN, type ItemKNNOptions, Popularity, Ratings } from '../src/index.js'
import { codeOf } from './code-of.js'

/** Who took what: a and b go together, c goes with a once. */
const ratings = Ratings.from(
  Object.entries({ ann: 'ab', bob: 'ab', cid: 'abc', dan: 'cd', eve: 'd' }).flatMap(([user, items]) =>
    [...items].map((item) => ({ user, item, rating: 1 })),
  ),
)

const scoresOf = (options: ItemKNNOptions, seeds: string, query = {}) => {
  const model = new ItemKNN(options).fit(ratings)
  const scores = model.scores({ seeds: [...seeds].map((item) => ({ item })), ...query })
  return Object.fromEntries(model.itemIds.map((item, row) => [item, scores[row]]))
}

describe('ItemKNN', () => {
  it('scores by the cosine to the seed, itself aside', () => {
    const { a, b, c, d } = scoresOf({}, 'a')
    expect([a, d]).toEqual([0, 0])
    expect(b).toBeCloseTo(1, 12)
    expect(c).toBeCloseTo(1 / Math.sqrt(3 * 2), 12)
  })

  it('sums over seeds, and dislikes subtract', () => {
    const { d } = scoresOf({}, 'ac')
    expect(d).toBeCloseTo(1 / 2, 12)
    const { b } = scoresOf({}, '', {
      seeds: [
        { item: 'a', weight: 2 },
        { item: 'c', weight: -0.5 },
      ],
    })
    expect(b).toBeCloseTo(1 - 1 / Math.sqrt(6), 12)
  })

  it('shrinks as if so many users had taken both items of every pair and agreed on nothing', () => {
    const { b, c } = scoresOf({ shrinkage: 2 }, 'a')
    expect(b).toBeCloseTo(3 / (3 + 2), 12)
    expect(c).toBeCloseTo(1 / (Math.sqrt(6) + 2), 12)
  })

  it('keeps the nearest neighbours of each seed only', () => {
    const { b } = scoresOf({}, 'a')
    expect(scoresOf({ nNeighbours: 1 }, 'a')).toEqual({ a: 0, b, c: 0, d: 0 })
    expect(scoresOf({ nNeighbours: 3 }, 'a')).toEqual(scoresOf({}, 'a'))
  })

  it('takes what a user of the training data took for seeds', () => {
    expect(scoresOf({}, '', { user: 'dan' })).toEqual(scoresOf({}, 'cd'))
    expect(scoresOf({}, 'c', { user: 'dan' })).toEqual(scoresOf({}, 'cd'))
    expect(scoresOf({}, 'c', { user: 'nobody' })).toEqual(scoresOf({}, 'c'))
  })

  it('bm25 counts a shared item for less when its user took many', () => {
    const rows = (text: string) =>
      text.split(' ').flatMap((taken, user) => [...taken].map((item) => ({ user, item, rating: 1 })))
    // x and y share a user of two items, x and z one of five; all three are otherwise taken once more.
    const model = new ItemKNN({ similarity: 'bm25' }).fit(Ratings.from(rows('xy xzuvw y z')))
    const scores = model.scores({ seeds: [{ item: 'x' }] })
    const of = (item: string) => scores[model.itemIds.indexOf(item)]
    expect(of('y')).toBeGreaterThan(of('z'))
    expect(of('z')).toBeGreaterThan(0)
    expect(of('y')).toBeLessThan(1)
  })

  it('is what a dense matrix of cosines gives', () => {
    const rows = fc
      .array(fc.tuple(fc.nat(9), fc.nat(11)), { minLength: 1, maxLength: 80 })
      .map((pairs) => [...new Set(pairs.map((pair) => pair.join(' ')))].map((pair) => pair.split(' ')))
    fc.assert(
      fc.property(rows, fc.nat(30), fc.subarray(['0', '1', '2', '3']), (rows, shrinkage, seeds) => {
        const taken = (item: string) =>
          new Set(rows.filter(([, other]) => other === item).map(([user]) => user))
        const model = new ItemKNN({ shrinkage }).fit(
          Ratings.from(rows.map(([user, item]) => ({ user, item, rating: 1 }))),
        )
        const scores = model.scores({ seeds: seeds.map((item) => ({ item })) })
        for (const [row, item] of model.itemIds.entries()) {
          const others = seeds.filter((seed) => seed !== item && taken(seed).size > 0)
          const expected = others.reduce((sum, seed) => {
            const both = [...taken(seed)].filter((user) => taken(item).has(user)).length
            return sum + both / (Math.sqrt(taken(seed).size * taken(item).size) + shrinkage)
          }, 0)
          expect(scores[row]).toBeCloseTo(expected, 10)
        }
      }),
    )
  })

  it('answers many queries at once with the bits of each alone', () => {
    const model = new ItemKNN({ similarity: 'bm25', shrinkage: 1 }).fit(ratings)
    const queries = [{ seeds: [{ item: 'c' }, { item: 'a' }] }, { user: 'bob', seeds: [{ item: 'c' }] }]
    expect(model.scoresOfAll(queries)).toEqual(queries.map((query) => model.scores(query)))
  })

  it.each([[{ similarity: 'jaccard' }], [{ shrinkage: -1 }], [{ nNeighbours: 1.5 }], [{ k: 5 }]])(
    'refuses the options %j',
    (options) => {
      expect(codeOf(() => new ItemKNN(options as ItemKNNOptions))).toBe('INVALID_OPTION')
    },
  )

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])('refuses a seed of weight %d', (weight) => {
    expect(codeOf(() => scoresOf({}, '', { seeds: [{ item: 'a', weight }] }))).toBe('INVALID_OPTION')
  })
})

describe('Popularity', () => {
  it('ranks by the number of users, ties by row, seeds left out', () => {
    const model = new Popularity().fit(ratings)
    expect(model.topN({ seeds: [{ item: 'b' }] }).items).toEqual(['a', 'c', 'd'])
    expect([...model.scores({ seeds: [] })]).toEqual([3, 3, 2, 2])
  })
})
