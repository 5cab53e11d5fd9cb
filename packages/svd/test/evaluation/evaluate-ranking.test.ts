import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averagePrecisionAt,
  evaluateRanking,
  hitRateAt,
  ndcgAt,
  precisionAt,
  type RankingCase,
  type RankingCatalogue,
  type RankingScorer,
  Ratings,
  rankingCatalogue,
  rankingEvaluationSteps,
  recallAt,
  reciprocalRank,
} from '../../src/index.js'
import { codeOf } from '../code-of.js'

/** Scores by item, the same for every query. */
const scorer = (scores: Record<string, number>): RankingScorer => ({
  itemIds: Object.keys(scores),
  scoresOfAll: (queries) => queries.map(() => Float64Array.from(Object.values(scores))),
})

const catalogue: RankingCatalogue = {
  itemIds: ['10', '9', '2', '1', '7'],
  itemCounts: [3, 3, 5, 0, 1],
  nUsers: 8,
}

const caseOf = (targets: string[], seeds: string[] = []): RankingCase => ({
  user: 'ann',
  query: { seeds: seeds.map((item) => ({ item })) },
  targets,
})

/** Place of one target among all candidates. */
const placeOf = (target: string, scores: Record<string, number>, seeds: string[] = []) =>
  Math.round(1 / evaluateRanking(scorer(scores), [caseOf([target], seeds)], { catalogue }).perCase.mrr[0])

describe('evaluateRanking', () => {
  it('breaks ties by popularity, then by the smaller id as a number', () => {
    const scores = { '10': 1, '9': 1, '2': 1, '1': 1, '7': 1 }
    expect(['2', '9', '10', '7', '1'].map((target) => placeOf(target, scores))).toEqual([1, 2, 3, 4, 5])
  })

  it('breaks ties by text when an id is no number', () => {
    const words = { itemIds: ['10', '9', 'a'], itemCounts: [1, 1, 1], nUsers: 3 }
    const model = scorer({ '10': 0, '9': 0, a: 0 })
    const { perCase } = evaluateRanking(model, [caseOf(['9'])], { catalogue: words })
    expect(perCase.mrr[0]).toBe(1 / 2)
  })

  it('ranks items that are unknown or at -Infinity after all others, and among themselves as ties', () => {
    const scores = { '7': -5, '2': Number.NEGATIVE_INFINITY, '9': Number.NEGATIVE_INFINITY }
    expect(['7', '2', '9', '10', '1'].map((target) => placeOf(target, scores))).toEqual([1, 2, 3, 4, 5])
  })

  it('leaves out seeds and what a case excludes, and no other item', () => {
    const scores = { '10': 5, '9': 4, '2': 3, '1': 2, '7': 1 }
    expect(placeOf('2', scores, ['10', 'unheard of'])).toBe(2)
    const excluding = { ...caseOf(['2'], ['10']), excluded: ['9', '9', '10'] }
    expect(evaluateRanking(scorer(scores), [excluding], { catalogue }).perCase.mrr[0]).toBe(1)
  })

  it('scores a worked example', () => {
    const scores = { '10': 5, '9': 4, '2': 3, '1': 2, '7': 1 }
    const { perCase, coverage, gini, recommended } = evaluateRanking(
      scorer(scores),
      [caseOf(['9', '1']), caseOf(['7'], ['10'])],
      { catalogue, k: 2, recallK: 4, similarity: (a, b) => (a === b ? 1 : 0.25) },
    )
    const best = 1 + 1 / Math.log2(3)
    expect(perCase.ndcg[0]).toBeCloseTo(1 / Math.log2(3) / best, 12)
    expect([...perCase.ndcg.slice(1)]).toEqual([0])
    expect([...perCase.precision]).toEqual([0.5, 0])
    expect([...perCase.recall]).toEqual([1, 1])
    expect([...perCase.mrr]).toEqual([1 / 2, 1 / 4])
    expect([...perCase.map]).toEqual([0.25, 0])
    expect([...perCase.hitRate]).toEqual([1, 0])
    // Counts 3, 3, 5, 0, 1: both items of 3 have the percentile (2 + 1) / 5, that of 5 has 0.9.
    expect(perCase.popularity[0]).toBeCloseTo(0.6, 12)
    expect(perCase.popularity[1]).toBeCloseTo(0.75, 12)
    expect(perCase.novelty[0]).toBeCloseTo(Math.log2(8 / 3), 12)
    expect([...(perCase.diversity ?? [])]).toEqual([0.75, 0.75])
    expect([...recommended]).toEqual([1, 2, 1, 0, 0])
    expect(coverage).toBe(0.6)
    expect(gini).toBeCloseTo(10 / (5 * 4), 12)
  })

  it('agrees with sorting everything, whatever the scores', () => {
    const items = Array.from({ length: 30 }, (_, n) => String(n))
    const score = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constant(Number.NEGATIVE_INFINITY))
    const setting = fc.record({
      scores: fc.array(score, { minLength: 25, maxLength: 25 }),
      counts: fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
      shuffled: fc.shuffledSubarray(items, { minLength: 30 }),
      nTargets: fc.integer({ min: 1, max: 5 }),
      nSeeds: fc.nat(24),
    })
    fc.assert(
      fc.property(setting, ({ scores, counts, shuffled, nTargets, nSeeds }) => {
        const model = scorer(Object.fromEntries(scores.map((value, item) => [String(item), value])))
        const [targets, seeds] = [shuffled.slice(0, nTargets), shuffled.slice(nTargets, nTargets + nSeeds)]
        const of = (item: string) => scores[Number(item)] ?? Number.NEGATIVE_INFINITY
        const isAbove = (a: string, b: string) =>
          (of(a) === of(b) ? 0 : of(b) - of(a)) ||
          counts[Number(b)] - counts[Number(a)] ||
          Number(a) - Number(b)
        const ranked = items.filter((item) => !seeds.includes(item)).sort(isAbove)
        const { perCase } = evaluateRanking(model, [caseOf(targets, seeds)], {
          catalogue: { itemIds: items, itemCounts: counts, nUsers: 3 },
        })
        const relevant = new Set(targets)
        expect(perCase.ndcg[0]).toBe(ndcgAt(ranked, relevant, 10))
        expect(perCase.recall[0]).toBe(recallAt(ranked, relevant, 20))
        expect(perCase.precision[0]).toBe(precisionAt(ranked, relevant, 10))
        expect(perCase.map[0]).toBe(averagePrecisionAt(ranked, relevant, 10))
        expect(perCase.hitRate[0]).toBe(hitRateAt(ranked, relevant, 10))
        expect(perCase.mrr[0]).toBe(reciprocalRank(ranked, relevant))
      }),
    )
  })

  it('does not depend on the size of batches, and tells how far it is', () => {
    const cases = Array.from({ length: 7 }, (_, n) => caseOf([catalogue.itemIds[n % 5]]))
    const model = scorer({ '9': 2, '7': 1 })
    const all = evaluateRanking(model, cases, { catalogue })
    const steps: number[] = []
    const onStep = ({ nDone, nCases }: { nDone: number; nCases: number }) => steps.push(nDone / nCases)
    expect(evaluateRanking(model, cases, { catalogue, batchSize: 3, onStep })).toEqual(all)
    expect(steps).toEqual([3 / 7, 6 / 7, 1])
    expect([...rankingEvaluationSteps(model, cases, { catalogue, batchSize: 1 })]).toHaveLength(7)
  })

  it('stops between batches when told to', () => {
    const controller = new AbortController()
    const cases = [caseOf(['1']), caseOf(['2'])]
    let asked = 0
    const counting: RankingScorer = {
      itemIds: ['1'],
      scoresOfAll(queries) {
        asked++
        return queries.map(() => Float64Array.of(0))
      },
    }
    const options = { catalogue, batchSize: 1, signal: controller.signal, onStep: () => controller.abort() }
    expect(codeOf(() => evaluateRanking(counting, cases, options))).toBe('ABORTED')
    expect(codeOf(() => evaluateRanking(counting, cases, options))).toBe('ABORTED')
    expect(asked).toBe(1)
  })

  it.each([
    ['no cases', [], {}, 'EMPTY_DATA'],
    ['no targets', [caseOf([])], {}, 'EMPTY_DATA'],
    ['a target outside of the catalogue', [caseOf(['99'])], {}, 'INVALID_OPTION'],
    ['a target among the seeds', [caseOf(['9'], ['9'])], {}, 'INVALID_OPTION'],
    ['k = 0', [caseOf(['9'])], { k: 0 }, 'INVALID_OPTION'],
    ['an option it does not know', [caseOf(['9'])], { K: 5 }, 'INVALID_OPTION'],
    [
      'an item twice',
      [caseOf(['9'])],
      { catalogue: { ...catalogue, itemIds: ['9', '9', '2', '1', '7'] } },
      'INVALID_OPTION',
    ],
    [
      'counts that are too few',
      [caseOf(['9'])],
      { catalogue: { ...catalogue, itemCounts: [1] } },
      'DIMENSION_MISMATCH',
    ],
    [
      'an empty catalogue',
      [caseOf(['9'])],
      { catalogue: { itemIds: [], itemCounts: [], nUsers: 1 } },
      'EMPTY_DATA',
    ],
  ] as const)('refuses %s', (_, cases, options, code) => {
    expect(codeOf(() => evaluateRanking(scorer({ '9': 1 }), cases, { catalogue, ...options }))).toBe(code)
  })

  it('refuses a model that answers NaN', () => {
    const work = () => evaluateRanking(scorer({ '9': Number.NaN }), [caseOf(['9'])], { catalogue })
    expect(codeOf(work)).toBe('NOT_FINITE')
  })
})

it('rankingCatalogue has every item, with its users in training', () => {
  const all = Ratings.from([
    { user: 'a', item: 'x', rating: 1 },
    { user: 'b', item: 'x', rating: 1 },
    { user: 'b', item: 'y', rating: 1 },
  ])
  expect(rankingCatalogue(all, all.select(Int32Array.of(0, 1)))).toEqual({
    itemIds: ['x', 'y'],
    itemCounts: Int32Array.of(2, 0),
    nUsers: 2,
  })
})
