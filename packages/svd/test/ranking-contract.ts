import { describe, expect, it } from 'vitest'
import {
  type ModelParameters,
  type RankingModel,
  Ratings,
  readModel,
  type Scores,
  saveModel,
} from '../src/index.js'
import { codeOf } from './code-of.js'

/** A ranking model, as the contract makes and reads it. */
export interface ContractSubject {
  /** Small enough for a few dozen ratings. */
  readonly make: () => RankingModel
  readonly from: (parameters: ModelParameters) => RankingModel
  /** The same with so many threads, where the model has them. */
  readonly onThreads?: (threads: number) => RankingModel
  /** Whether values are ratings: what somebody took then says little of what else they would. */
  readonly ranksByRating?: boolean
  /** Whether reading turns its factors to another basis, and so rounds them: files written again then differ. */
  readonly roundsOnReading?: boolean
  /** Saved arrays that it can do without. */
  readonly optionalArrays?: readonly string[]
}

/** Two tastes of six songs each: users with an even number take from the first, others from the second. */
const tastes = Ratings.from(
  Array.from({ length: 30 }, (_, user) => user).flatMap((user) =>
    [0, 1, 2, 3]
      .map((n) => `${user % 2 === 0 ? 'rock' : 'jazz'} ${(user * 5 + n * n) % 6}`)
      .filter((item, n, items) => items.indexOf(item) === n)
      .map((item, n) => ({ user, item, rating: 1 + n })),
  ),
)

/** Equal but for the rounding of single precision. */
function expectClose(scores: Scores, expected: Scores): void {
  expect(scores).toHaveLength(expected.length)
  for (const [row, score] of expected.entries()) expect(scores[row]).toBeCloseTo(score, 5)
}

const asking = (...items: string[]) => ({ seeds: items.map((item) => ({ item })) })

/** What every {@link RankingModel} does, whatever it learns. */
export function rankingContract(
  name: string,
  { make, from, onThreads, ranksByRating, roundsOnReading, optionalArrays = [] }: ContractSubject,
): void {
  const fitted = make().fit(tastes)
  const files = () => new Map(saveModel(fitted))

  describe(`${name} as a ranking model`, () => {
    it('scores every item with a number, for newcomers, users and nobody', () => {
      for (const query of [asking('rock 1'), asking(), { user: 3, seeds: [] }, { user: 'x', seeds: [] }]) {
        const scores = fitted.scores(query)
        expect(scores).toHaveLength(tastes.nItems)
        expect(scores.some(Number.isNaN)).toBe(false)
      }
      expect(fitted.scores(asking('rock 1'))).not.toBe(fitted.scores(asking('rock 1')))
    })

    it('knows the items and how many users took each', () => {
      const counts = new Map<string, number>()
      for (const { item } of tastes) counts.set(String(item), (counts.get(String(item)) ?? 0) + 1)
      expect([...fitted.itemIds].sort()).toEqual([...counts.keys()].sort())
      for (const [row, id] of fitted.itemIds.entries()) expect(fitted.itemCounts[row]).toBe(counts.get(id))
    })

    it('gives the n best in order, without seeds and what is excluded', () => {
      const all = fitted.topN(asking('rock 1', 'jazz 0'), { n: 100 })
      expect(new Set(all.items).size).toBe(all.items.length)
      expect(all.items.length).toBeLessThanOrEqual(tastes.nItems - 2)
      expect(all.items).not.toContain('rock 1')
      expect(all.items).not.toContain('jazz 0')
      expect([...all.scores]).toEqual([...all.scores].sort((a, b) => b - a))
      expect(fitted.topN(asking('rock 1', 'jazz 0'), { n: 3 }).items).toEqual(all.items.slice(0, 3))
      const [first, ...rest] = all.items
      expect(fitted.topN(asking('rock 1', 'jazz 0'), { n: 100, exclude: [first] }).items).toEqual(rest)
      expect(codeOf(() => fitted.topN(asking('rock 1'), { n: 0 }))).toBe('INVALID_OPTION')
    })

    it('does not mind items it does not know', () => {
      expect(fitted.scores(asking('rock 1', 'polka 9'))).toEqual(fitted.scores(asking('rock 1')))
      expect(fitted.scores(asking('polka 9'))).toEqual(fitted.scores(asking()))
    })

    it('leaves the query and what it learned as they are', () => {
      const query = Object.freeze({ seeds: Object.freeze([Object.freeze({ item: 'rock 1' })]) })
      const [first, again] = [fitted.scores(query), fitted.scores(query)]
      expect(again).toEqual(first)
      first.fill(0)
      expect(fitted.scores(query)).toEqual(again)
    })

    it('answers many queries as it answers each', () => {
      const queries = [asking('rock 1'), asking('jazz 0', 'jazz 2'), asking(), { user: 3, seeds: [] }]
      const together = fitted.scoresOfAll(queries)
      for (const [n, query] of queries.entries()) expectClose(together[n], fitted.scores(query))
    })

    it('learns the same bits from the same ratings', () => {
      expect(make().fit(tastes).parameters).toEqual(fitted.parameters)
    })

    it('comes back from its files as it was, with the same bytes', () => {
      const back = from(readModel(files()))
      for (const query of [asking('rock 1'), asking(), { user: 3, seeds: [] }]) {
        expectClose(back.scores(query), fitted.scores(query))
        expect(back.topN(query).items).toEqual(fitted.topN(query).items)
      }
      expect(back.itemIds).toEqual(fitted.itemIds)
      expect(back.itemCounts).toEqual(fitted.itemCounts)
      expect([...saveModel(back).keys()]).toEqual([...files().keys()])
      if (!roundsOnReading) expect(saveModel(back)).toEqual(files())
    })

    it('saves a copy: what is done to it does not reach the model', () => {
      const { arrays } = fitted.parameters
      const before = fitted.scores(asking('rock 1'))
      for (const { data } of Object.values(arrays)) data.fill(0)
      expect(fitted.scores(asking('rock 1'))).toEqual(before)
    })

    it('refuses parameters of another model, and files that are missing, cut short or not numbers', () => {
      const { parameters } = fitted
      expect(codeOf(() => from({ ...parameters, kind: 'another' }))).toBe('BAD_FILE')
      for (const array of Object.keys(parameters.arrays)) {
        const { [array]: removed, ...others } = parameters.arrays
        const withoutIt = codeOf(() => from({ ...parameters, arrays: others }))
        expect(withoutIt, array).toBe(optionalArrays.includes(array) ? 'no error' : 'BAD_FILE')
        const short = { data: removed.data.slice(1), shape: [removed.data.length - 1] }
        expect(
          codeOf(() => from({ ...parameters, arrays: { ...others, [array]: short } })),
          array,
        ).toMatch(/BAD_FILE|DIMENSION_MISMATCH/)
        if (removed.data instanceof Int32Array) continue
        const data = removed.data.slice().fill(Number.NaN, 0, 1)
        const broken = { ...others, [array]: { ...removed, data } }
        expect(
          codeOf(() => from({ ...parameters, arrays: broken })),
          array,
        ).toMatch(/BAD_FILE|NOT_FINITE/)
        const cut = files().set(`${array}.npy`, files().get(`${array}.npy`)!.subarray(0, -1))
        expect(codeOf(() => readModel(cut))).toBe('BAD_FILE')
      }
      expect(codeOf(() => from({ ...parameters, itemIds: parameters.itemIds.slice(1) }))).not.toBe('no error')
    })

    it('refuses to answer before it has learned', () => {
      const model = make()
      expect(codeOf(() => model.scores(asking('rock 1')))).toBe('NOT_FITTED')
      expect(codeOf(() => model.topN(asking('rock 1')))).toBe('NOT_FITTED')
      expect(codeOf(() => model.parameters)).toBe('NOT_FITTED')
      expect(codeOf(() => model.itemIds)).toBe('NOT_FITTED')
    })

    it('tells every step, and stays as it was when it is stopped at any of them', () => {
      const steps: number[] = []
      let nSteps = 0
      make().fit(tastes, {
        onStep: (step) => {
          steps.push(step.step)
          nSteps = step.nSteps
        },
      })
      expect(steps).toEqual(Array.from({ length: steps.length }, (_, n) => n + 1))
      expect(steps.length).toBeGreaterThan(0)
      expect(steps.length).toBeLessThanOrEqual(nSteps)
      const other = tastes.select(Int32Array.from({ length: 40 }, (_, position) => position))
      for (const last of [1, steps.length]) {
        const model = make().fit(other)
        const before = model.parameters
        const controller = new AbortController()
        const onStep = ({ step }: { step: number }) => step === last && controller.abort()
        const fit = () =>
          model.fit(tastes, { signal: controller.signal, onStep: (step) => void onStep(step) })
        // Stopped after its last step, a model may have learned; stopped before, it may not.
        expect(codeOf(fit)).toBe('ABORTED')
        if (last < steps.length || steps.length === 1) expect(model.parameters).toEqual(before)
      }
      expect(codeOf(() => make().fit(tastes, { signal: AbortSignal.abort() }))).toBe('ABORTED')
    })

    it('forgets what it learned before', () => {
      const other = Ratings.from([
        { user: 1, item: 'a', rating: 1 },
        { user: 1, item: 'b', rating: 1 },
        { user: 2, item: 'a', rating: 1 },
      ])
      const model = make().fit(tastes)
      expect(model.fit(other).parameters).toEqual(make().fit(other).parameters)
    })

    it.each([
      ['one user and one item', [{ user: 1, item: 'a', rating: 1 }]],
      ['one user', ['a', 'b', 'c'].map((item) => ({ user: 1, item, rating: 1 }))],
      ['one item', [1, 2, 3].map((user) => ({ user, item: 'a', rating: 1 }))],
      ['equal users', [1, 2].flatMap((user) => ['a', 'b'].map((item) => ({ user, item, rating: 1 })))],
    ])('learns from %s', (_, rows) => {
      const model = make().fit(Ratings.from(rows))
      expect([...model.scores(asking('a'))].some(Number.isNaN)).toBe(false)
      expect(model.topN(asking('a'), { n: 5 }).items).not.toContain('a')
      expect(model.topN({ seeds: [] }, { n: 5 }).items.length).toBeLessThanOrEqual(3)
    })

    it.skipIf(ranksByRating)(
      'finds the own taste of those who name one, unless it is the same for all',
      () => {
        const liking = (taste: string) =>
          fitted
            .topN(asking(`${taste} 0`, `${taste} 1`), { n: 4 })
            .items.filter((item) => item.startsWith(taste))
        if (fitted.kind === 'popularity') return
        expect(liking('rock')).toHaveLength(4)
        expect(liking('jazz')).toHaveLength(4)
      },
    )

    it.skipIf(onThreads === undefined)('learns the same bits on any number of threads', () => {
      const models = [1, 2, 3].map((threads) => onThreads!(threads).fit(tastes))
      for (const model of models) expect(model.parameters.arrays).toEqual(models[0].parameters.arrays)
    })
  })
}
