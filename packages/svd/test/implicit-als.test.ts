import { endThreads } from '@redux/kernels'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { ImplicitALS, type ImplicitALSOptions, Ratings, readModel, saveModel } from '../src/index.js'
import { codeOf } from './code-of.js'
import { type Listen, listens } from './implicit-als-listens.js'

afterAll(endThreads)

const small: ImplicitALSOptions = { nFactors: 6, nEpochs: 4, regularization: 0.7, unobservedWeight: 0.1 }
const backends = ['wasm', 'typescript'] as const

/** What the model says it minimises, cell by cell, from the factors it gives out. */
function lossOf(model: ImplicitALS, rows: readonly Listen[]): number {
  const { regularization, unobservedWeight, frequencyScaling, nFactors } = model.options
  const { userIds, itemIds, userFactors, itemFactors } = model
  const [nUsers, nItems] = [userIds.length, itemIds.length]
  const mean = rows.reduce((sum, { rating }) => sum + rating, 0) / rows.length
  const score = (u: number, i: number) => {
    let sum = 0
    for (let f = 0; f < nFactors; f++) sum += userFactors.get(u, f) * itemFactors.get(i, f)
    return sum
  }
  const squares = (factors: typeof userFactors, row: number) => {
    let sum = 0
    for (let f = 0; f < nFactors; f++) sum += factors.get(row, f) ** 2
    return sum
  }
  const counts = (name: 'user' | 'item', ids: readonly string[]) =>
    ids.map((id) => rows.filter((row) => row[name] === id).length)
  let loss = 0
  for (const { user, item, rating } of rows)
    loss += (rating / mean) * (1 - score(userIds.indexOf(user), itemIds.indexOf(item))) ** 2
  for (let u = 0; u < nUsers; u++)
    for (let i = 0; i < nItems; i++) loss += unobservedWeight * score(u, i) ** 2
  const [byUser, byItem] = [counts('user', userIds), counts('item', itemIds)]
  const userPower = byUser.map((count) => (count + unobservedWeight * nItems) ** frequencyScaling)
  const itemPower = byItem.map((count) => (count + unobservedWeight * nUsers) ** frequencyScaling)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const userMean = sum(userPower) / nUsers
  const itemMean = sum(itemPower.map((power, i) => power * byItem[i])) / rows.length
  for (let u = 0; u < nUsers; u++)
    loss += ((regularization * userPower[u]) / userMean) * squares(userFactors, u)
  for (let i = 0; i < nItems; i++)
    loss += ((regularization * itemPower[i]) / itemMean) * squares(itemFactors, i)
  return loss
}

const fitted = (rows: readonly Listen[], options: ImplicitALSOptions = {}) =>
  new ImplicitALS({ ...small, ...options }).fit(Ratings.from(rows))

const scoresOf = (model: ImplicitALS, user: string) => [...model.scores({ user, seeds: [] })]

describe.each(backends)('ImplicitALS on %s', (backend) => {
  it('tells the loss that its factors have, which no sweep raises', () => {
    fc.assert(
      fc.property(listens(), (rows) => {
        const losses: number[] = []
        const model = new ImplicitALS({ ...small, backend })
        model.fit(Ratings.from(rows), { onStep: ({ loss }) => losses.push(loss!) })
        expect(losses).toHaveLength(4)
        const exact = lossOf(model, rows)
        expect(Math.abs(losses[3] - exact)).toBeLessThanOrEqual(1e-4 * (1 + exact))
        for (let at = 1; at < losses.length; at++)
          expect(losses[at]).toBeLessThanOrEqual(losses[at - 1] * (1 + 1e-5) + 1e-5)
      }),
      { numRuns: 40 },
    )
  })

  it('leaves every user at the minimum, so that folding in the same items without help gives the same factors', () => {
    fc.assert(
      fc.property(listens(), (rows) => {
        const model = fitted(rows, { backend })
        const mean = rows.reduce((sum, { rating }) => sum + rating, 0) / rows.length
        for (const [u, user] of model.userIds.entries()) {
          const seeds = rows
            .filter((row) => row.user === user)
            .map(({ item, rating }) => ({ item, weight: rating / mean }))
          const folded = model.foldIn(seeds, { prior: 0, confidence: 1, unobserved: 1 })
          for (const [f, value] of folded.entries())
            expect(Math.abs(value - model.userFactors.get(u, f))).toBeLessThanOrEqual(1e-3)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('has items whose columns are orthogonal, by falling length', () => {
    const { itemFactors } = fitted(block(12, 9), { backend })
    const [nItems, nFactors] = itemFactors.shape
    const product = (a: number, b: number) => {
      let sum = 0
      for (let i = 0; i < nItems; i++) sum += itemFactors.get(i, a) * itemFactors.get(i, b)
      return sum
    }
    for (let a = 0; a < nFactors; a++) {
      for (let b = 0; b < a; b++) expect(Math.abs(product(a, b))).toBeLessThanOrEqual(1e-4 * product(0, 0))
      if (a > 0) expect(product(a, a)).toBeLessThanOrEqual(product(a - 1, a - 1) + 1e-6)
    }
  })
})

/** Two groups of users, each of which takes most items of its own half and none of the other; rows in a fixed order. */
function block(nUsers: number, nItems: number): Listen[] {
  const rows: Listen[] = []
  for (let u = 0; u < nUsers; u++)
    for (let i = 0; i < nItems; i++)
      if (u % 2 === i % 2 && (u * 7 + i * 3) % 5 !== 0)
        rows.push({ user: `user ${u}`, item: `item ${i}`, rating: 1 + ((u + i) % 3) })
  return rows
}

describe('ImplicitALS', () => {
  const rows = block(20, 16)

  it('agrees between its backends', () => {
    const [ours, twin] = backends.map((backend) => fitted(rows, { backend }))
    for (const user of ours.userIds)
      for (const [i, score] of scoresOf(ours, user).entries())
        expect(score).toBeCloseTo(scoresOf(twin, user)[i], 3)
  })

  it.each([2, 3])('gives the same bits on %d threads', (threads) => {
    const many = block(160, 150)
    const options = { nFactors: 64, nEpochs: 2 }
    const [one, other] = [fitted(many, options), fitted(many, { ...options, threads })]
    expect(other.parameters.arrays).toEqual(one.parameters.arrays)
    const queries = many.slice(0, 200).map(({ user }) => ({ user, seeds: [] }))
    expect(other.scoresOfAll(queries)).toEqual(one.scoresOfAll(queries))
  })

  it('gives the same bits for the same seed and others for another', () => {
    const [first, same, other] = [0, 0, 1].map((seed) => fitted(rows, { seed }).parameters.arrays)
    expect(same).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('recommends what others of the same taste took', () => {
    const model = fitted(rows)
    const { items } = model.topN({ seeds: [{ item: 'item 2' }, { item: 'item 4' }] }, { n: 4 })
    for (const item of items) expect(Number(item.slice(5)) % 2).toBe(0)
  })

  it('takes a user of the training data for what it learned, and anybody else for the seeds', () => {
    const model = fitted(rows)
    const seeds = [{ item: 'item 3' }]
    const known = model.scores({ user: 'user 0', seeds })
    expect(known).toEqual(model.scores({ user: 'user 0', seeds: [] }))
    expect(known).not.toEqual(model.scores({ seeds }))
    expect(model.scores({ user: 'nobody', seeds })).toEqual(model.scores({ seeds }))
  })

  it('gives views of its factors that scoring does not move', () => {
    const model = fitted(rows)
    const { userFactors, itemFactors } = model
    const before = [userFactors.get(1, 1), itemFactors.get(1, 1)]
    model.scoresOfAll(rows.map(({ user }) => ({ user, seeds: [] })))
    expect([userFactors.get(1, 1), itemFactors.get(1, 1)]).toEqual(before)
  })

  it('scores many queries as it scores each', () => {
    const model = fitted(rows)
    const queries = Array.from({ length: 150 }, (_, n) => ({
      seeds: [{ item: `item ${n % 16}`, weight: 1 + n }],
    }))
    expect(model.scoresOfAll(queries)).toEqual(queries.map((query) => model.scores(query)))
  })

  it('lowers a disliked item and those of its kind', () => {
    const model = fitted(rows)
    const liked = [{ item: 'item 2' }, { item: 'item 3' }]
    const [before, after] = [liked, [...liked, { item: 'item 5', weight: -3 }]].map((seeds) =>
      model.scores({ seeds }),
    )
    for (const i of [5, 7, 9]) {
      const row = model.itemIds.indexOf(`item ${i}`)
      expect(after[row]).toBeLessThan(before[row])
    }
  })

  it('draws a new user towards the average one, all the way where nothing is known and nothing else counts', () => {
    const model = fitted(rows)
    const average = Array.from({ length: 6 }, (_, f) => {
      let sum = 0
      for (let u = 0; u < 20; u++) sum += model.userFactors.get(u, f)
      return sum / 20
    })
    const folded = model.foldIn([], { prior: 2, unobserved: 0 })
    for (const [f, value] of folded.entries()) expect(value).toBeCloseTo(2 * average[f], 5)
    for (const value of model.foldIn([], { prior: 0 })) expect(Math.abs(value)).toBe(0)
  })

  it('counts a positive as often as it is told to', () => {
    const model = fitted(rows)
    const triple = model.foldIn([{ item: 'item 1', weight: 3 }], { confidence: 1 })
    expect(model.foldIn([{ item: 'item 1' }], { confidence: 3 })).toEqual(triple)
  })

  it('goes on from a warm start, and starts users it does not know at random', () => {
    const done = fitted(rows, { nEpochs: 30 })
    const { userIds, userFactors } = done
    const firstLoss = (warmStart?: { userIds: readonly string[]; userFactors: typeof userFactors }) => {
      let first = 0
      const model = new ImplicitALS({ ...small, nEpochs: 1 })
      model.fit(Ratings.from(rows), { warmStart, onStep: ({ loss }) => (first = loss!) })
      return first
    }
    const [warm, cold] = [firstLoss({ userIds, userFactors }), firstLoss()]
    expect(warm).toBeLessThan(0.99 * cold)
    expect(firstLoss({ userIds: userIds.map((id) => `other ${id}`), userFactors })).toBe(cold)
    expect(codeOf(() => firstLoss({ userIds: userIds.slice(1), userFactors }))).toBe('DIMENSION_MISMATCH')
  })

  it('is itself again from its files, bit for bit', () => {
    const model = fitted(rows)
    const again = ImplicitALS.from(readModel(saveModel(model)))
    expect(again.parameters).toEqual(model.parameters)
    const query = { seeds: [{ item: 'item 1' }] }
    expect(again.scores(query)).toEqual(model.scores(query))
    expect(again.topN(query)).toEqual(model.topN(query))
  })

  it('takes factors in any basis, with the same scores', () => {
    const model = fitted(rows)
    const { parameters } = model
    // A quarter turn of the first two factors and a shear-free mix of the next two.
    const turn = (data: Float32Array) => {
      const turned = data.slice()
      for (let at = 0; at < data.length; at += 6) {
        turned[at] = Math.SQRT1_2 * (data[at] + data[at + 1])
        turned[at + 1] = Math.SQRT1_2 * (data[at] - data[at + 1])
      }
      return turned
    }
    const { user_factors: users, item_factors: items } = parameters.arrays
    const again = ImplicitALS.from({
      ...parameters,
      arrays: {
        ...parameters.arrays,
        user_factors: { ...users, data: turn(users.data as Float32Array) },
        item_factors: { ...items, data: turn(items.data as Float32Array) },
      },
    })
    for (const query of [{ user: 'user 3', seeds: [] }, { seeds: [{ item: 'item 1' }] }])
      for (const [i, score] of again.scores(query).entries())
        expect(score).toBeCloseTo(model.scores(query)[i], 4)
  })

  it('keeps what it knew when a training is aborted', () => {
    const model = fitted(rows)
    const before = model.parameters
    const controller = new AbortController()
    const { signal } = controller
    const abort = () => model.fit(Ratings.from(rows.slice(9)), { signal, onStep: () => controller.abort() })
    expect(codeOf(abort)).toBe('ABORTED')
    expect(model.parameters).toEqual(before)
  })

  it('learns from pairs that are given twice, and from items and users that are taken once', () => {
    const few = [
      { user: 'a', item: 'x', rating: 1 },
      { user: 'a', item: 'x', rating: 2 },
      { user: 'a', item: 'y', rating: 1 },
      { user: 'b', item: 'z', rating: 3 },
    ]
    const model = fitted(few)
    expect([...model.itemCounts]).toEqual([2, 1, 1])
    expect(model.topN({ user: 'b', seeds: [] }, { n: 1 }).items).toEqual(['z'])
  })

  it.each([
    [{ nFactors: 0 }],
    [{ nFactors: 1025 }],
    [{ nEpochs: -1 }],
    [{ regularization: 0 }],
    [{ unobservedWeight: -0.1 }],
    [{ frequencyScaling: Number.NaN }],
    [{ initStdDev: 0 }],
    [{ foldInPrior: -1 }],
    [{ foldInConfidence: 0 }],
    [{ foldInUnobserved: -1 }],
    [{ threads: 65 }],
    [{ alpha: 1 } as ImplicitALSOptions],
  ])('refuses the options %o', (options) => {
    expect(codeOf(() => new ImplicitALS(options))).toBe('INVALID_OPTION')
  })

  it('refuses values and weights that mean nothing', () => {
    const zero = [...rows, { user: 'a', item: 'b', rating: 0 }]
    expect(codeOf(() => fitted(zero))).toBe('INVALID_OPTION')
    const model = fitted(rows)
    for (const weight of [0, Number.NaN, Number.POSITIVE_INFINITY])
      expect(codeOf(() => model.scores({ seeds: [{ item: 'item 1', weight }] }))).toBe('INVALID_OPTION')
    expect(codeOf(() => model.foldIn([], { prior: -1 }))).toBe('INVALID_OPTION')
    expect(codeOf(() => new ImplicitALS().scores({ seeds: [] }))).toBe('NOT_FITTED')
  })

  it('says so when numbers leave single precision', () => {
    const huge = rows.map((row, at) => ({ ...row, rating: at === 0 ? 1e38 : 1e-30 }))
    expect(codeOf(() => fitted(huge, { regularization: 1e-30, initStdDev: 1e30 }))).toBe('DIVERGED')
  })

  it('refuses saved parameters of another model, or that contradict each other', () => {
    const { parameters } = fitted(rows)
    const broken = (change: object) => codeOf(() => ImplicitALS.from({ ...parameters, ...change }))
    expect(broken({ kind: 'svd' })).toBe('BAD_FILE')
    expect(broken({ scalars: {} })).toBe('BAD_FILE')
    expect(broken({ itemIds: ['one'] })).toBe('DIMENSION_MISMATCH')
    expect(broken({ options: { ...parameters.options, nFactors: 5 } })).toBe('DIMENSION_MISMATCH')
  })
})

describe('refitting single rows', () => {
  const rows = block(20, 16)

  it('gives a user that has changed nothing the same factors, and leaves the others alone', () => {
    const model = fitted(rows)
    const before = model.parameters.arrays
    model.refitUsers(Ratings.from(rows.filter(({ user }) => user === 'user 4')))
    const [old, now] = [before['user_factors'].data, model.parameters.arrays['user_factors'].data]
    for (const [at, value] of now.entries()) {
      if (Math.floor(at / 6) === model.userIds.indexOf('user 4')) expect(value).toBeCloseTo(old[at], 3)
      else expect(value).toBe(old[at])
    }
    expect(model.parameters.arrays['item_factors']).toEqual(before['item_factors'])
  })

  it('adds a user, who then scores as one that folds in without help', () => {
    const model = fitted(rows)
    model.refitUsers(
      Ratings.from([
        { user: 'new', item: 'item 1', rating: 2 },
        { user: 'new', item: 'item 3', rating: 1 },
        { user: 'new', item: 'nothing known', rating: 1 },
      ]),
    )
    expect(model.userIds.at(-1)).toBe('new')
    const mean = rows.reduce((sum, { rating }) => sum + rating, 0) / rows.length
    const seeds = [
      { item: 'item 1', weight: 2 / mean },
      { item: 'item 3', weight: 1 / mean },
    ]
    const folded = model.foldIn(seeds, { prior: 0, confidence: 1, unobserved: 1 })
    const row = model.userIds.length - 1
    for (const [f, value] of folded.entries()) expect(value).toBeCloseTo(model.userFactors.get(row, f), 4)
  })

  it('adds an item at the minimum of the loss, and changes no score of another', () => {
    const model = fitted(rows)
    const before = model.scores({ user: 'user 2', seeds: [] })
    const takers = ['user 0', 'user 2', 'user 4', 'somebody unknown']
    model.refitItems(Ratings.from(takers.map((user) => ({ user, item: 'new', rating: 2 }))))
    const after = model.scores({ user: 'user 2', seeds: [] })
    expect(model.itemIds.at(-1)).toBe('new')
    expect(model.itemCounts.at(-1)).toBe(3)
    for (const [i, score] of before.entries()) expect(after[i]).toBeCloseTo(score, 4)
    const scoreOf = (user: string) => model.scores({ user, seeds: [] }).at(-1)!
    expect(scoreOf('user 2')).toBeGreaterThan(scoreOf('user 1') + 0.2)
  })

  it('gives an item what training to the end gave it', () => {
    const model = fitted(rows, { nEpochs: 400 })
    const before = scoresOf(model, 'user 2')
    model.refitItems(Ratings.from(rows.filter(({ item }) => item === 'item 6')))
    for (const [i, score] of scoresOf(model, 'user 2').entries()) expect(score).toBeCloseTo(before[i], 2)
  })
})

it.each(['typescript', 'wasm'] as const)(
  'learns from fewer songs and users than it has factors, on %s',
  (backend) => {
    // Sixty users in two camps, each of whom takes all four songs of their own and one of the others: rank 8.
    const rows = Array.from({ length: 60 }, (_, n) => {
      const own = n % 2 === 0 ? 0 : 4
      return [own, own + 1, own + 2, own + 3, ((own + 4) % 8) + ((n >> 1) % 4)].map((item) => ({
        user: n,
        item,
        rating: 0.3,
      }))
    }).flat()
    const scoresOf = (nFactors: number) =>
      new ImplicitALS({ nFactors, backend, regularization: 0.5 })
        .fit(Ratings.from(rows))
        .scores({ user: 0, seeds: [] })
    const scores = scoresOf(128)
    for (const [at, score] of scoresOf(8).entries()) expect(scores[at]).toBeCloseTo(score, 1)
    // 0 to 4 are their own.
    expect(Math.min(...scores.slice(0, 4))).toBeGreaterThan(Math.max(...scores.slice(5)))
  },
)
