import { SvdError } from '../errors.js'
import { averagePrecisionAt } from '../metrics/average-precision.js'
import { catalogueCoverage } from '../metrics/coverage.js'
import { giniIndex } from '../metrics/gini.js'
import { hitRateAt } from '../metrics/hit-rate.js'
import { intraListDiversity } from '../metrics/intra-list-diversity.js'
import { ndcgAt } from '../metrics/ndcg.js'
import { popularityPercentiles } from '../metrics/popularity-percentile.js'
import { precisionAt } from '../metrics/precision.js'
import { recallAt } from '../metrics/recall.js'
import { selfInformation } from '../metrics/self-information.js'
import { requireInteger, withDefaults } from '../options.js'
import type { RankingModel } from '../ranking-model.js'
import { type Id, Vocabulary } from '../vocabulary.js'
import { CandidateRanking } from './candidate-ranking.js'
import type { RankingCase } from './ranking-case.js'
import type { RankingCatalogue } from './ranking-catalogue.js'
import type { CaseMetric, CaseMetrics, RankingEvaluation } from './ranking-evaluation.js'

/** What can be evaluated: any {@link RankingModel}, and whatever else scores items for queries. */
export type RankingScorer = Pick<RankingModel, 'itemIds' | 'scoresOfAll'>

/** How {@link rankingEvaluationSteps} evaluates. */
export interface RankingEvaluationOptions {
  /** What may be recommended, and what ties are broken by. */
  readonly catalogue: RankingCatalogue
  /** Length of the lists that are judged, an integer >= 1. @defaultValue 10 */
  readonly k?: number
  /** Length of the lists that recall is taken of, an integer >= 1. @defaultValue 20 */
  readonly recallK?: number
  /** Likeness of two items, 1 for equals: what intra-list diversity is told by. Without it there is none. */
  readonly similarity?: (a: string, b: string) => number
  /** Cases that the model is asked for at a time, an integer >= 1. @defaultValue 64 */
  readonly batchSize?: number
}

/** What {@link evaluateRanking} takes beside. */
export interface EvaluateRankingOptions extends RankingEvaluationOptions {
  /** Called after every batch. */
  readonly onStep?: (step: RankingEvaluationStep) => void
  /** Looked at after every batch. */
  readonly signal?: AbortSignal
}

/** How far an evaluation is. */
export interface RankingEvaluationStep {
  /** Cases done. */
  readonly nDone: number
  readonly nCases: number
}

const DEFAULTS = { catalogue: undefined, k: 10, recallK: 20, similarity: undefined, batchSize: 64 }

/**
 * Asks a model for every case and scores its answers. All items of the catalogue are candidates but the seeds and what
 * the case excludes; none are sampled. Ties go to the item that is more popular in training, then to the smaller id;
 * items that the model does not know or scores -Infinity rank after all others.
 *
 * O(items) a case beside the model's scoring, and memory for one batch of scores.
 *
 * @throws {@link SvdError} EMPTY_DATA without cases or targets; INVALID_OPTION, also for targets that are no candidates;
 *   NOT_FINITE when the model scores NaN; ABORTED; and what the model throws.
 * @example
 * const { train, cases } = newUsers(ratings, { seed: 1 })
 * const model = new ItemKNN().fit(train)
 * const { perCase } = evaluateRanking(model, cases, { catalogue: rankingCatalogue(ratings, train) })
 * meanInterval(perCase.ndcg)
 */
export function evaluateRanking(
  model: RankingScorer,
  cases: readonly RankingCase[],
  { onStep, signal, ...options }: EvaluateRankingOptions,
): RankingEvaluation {
  const checkAborted = () => {
    if (signal?.aborted) throw new SvdError('ABORTED', 'evaluation was stopped', { cause: signal.reason })
  }
  checkAborted()
  const steps = rankingEvaluationSteps(model, cases, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    onStep?.(value)
    checkAborted()
  }
}

/** The batches of {@link evaluateRanking} one at a time, for callers that do something of their own in between. */
export function* rankingEvaluationSteps(
  model: RankingScorer,
  cases: readonly RankingCase[],
  options: RankingEvaluationOptions,
): Generator<RankingEvaluationStep, RankingEvaluation, undefined> {
  const { catalogue, k, recallK, similarity, batchSize } = resolve(options)
  if (cases.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one case')
  const rows = new Vocabulary(catalogue.itemIds)
  const ranking = new CandidateRanking(catalogue, model.itemIds)
  const tally = new Tally(catalogue, { k, recallK, similarity, nCases: cases.length })
  for (let first = 0; first < cases.length; first += batchSize) {
    const batch = cases.slice(first, first + batchSize)
    const scores = model.scoresOfAll(batch.map(({ query }) => query))
    for (const [n, rankingCase] of batch.entries()) {
      const { excluded, targets } = rowsOf(rankingCase, rows)
      ranking.take(scores[n], excluded)
      tally.add(ranking.top(Math.max(k, recallK)), targets, ranking.bestRank(targets))
    }
    yield { nDone: first + batch.length, nCases: cases.length }
  }
  return tally.evaluation(cases.map(({ user }) => user))
}

function resolve(options: RankingEvaluationOptions) {
  const resolved = withDefaults<object>(DEFAULTS, options) as Required<RankingEvaluationOptions>
  requireInteger('k', resolved.k, 1)
  requireInteger('recallK', resolved.recallK, 1)
  requireInteger('batchSize', resolved.batchSize, 1)
  return resolved as Omit<typeof resolved, 'similarity'> & Pick<RankingEvaluationOptions, 'similarity'>
}

/** A case in rows of the catalogue; what it excludes and the catalogue lacks is left out. */
function rowsOf({ user, query, targets, excluded = [] }: RankingCase, rows: Vocabulary) {
  const known = [...query.seeds.map(({ item }) => item), ...excluded].map((item) => rows.row(item))
  const excludedRows = new Set(known.filter((row) => row >= 0))
  if (targets.length === 0) throw new SvdError('EMPTY_DATA', `the case of user ${user} has no targets`)
  const targetRow = (item: Id) => {
    const row = rows.row(item)
    if (row < 0 || excludedRows.has(row))
      throw new SvdError('INVALID_OPTION', `target ${item} of user ${user} is not among the candidates`)
    return row
  }
  return { excluded: excludedRows, targets: targets.map(targetRow) }
}

/** What lists are judged by. */
interface Judged extends Pick<RankingEvaluationOptions, 'similarity'> {
  readonly k: number
  readonly recallK: number
}

/** Values by case, as they come in. */
class Tally {
  readonly #catalogue: RankingCatalogue
  readonly #options: Judged
  readonly #percentiles: Float64Array
  readonly #information: Float64Array
  readonly #recommended: Int32Array
  readonly #perCase: CaseMetrics
  #nDone = 0

  constructor(catalogue: RankingCatalogue, { nCases, ...options }: Judged & { readonly nCases: number }) {
    const values = () => new Float64Array(nCases)
    this.#catalogue = catalogue
    this.#options = options
    this.#percentiles = popularityPercentiles(catalogue.itemCounts)
    this.#information = selfInformation(catalogue.itemCounts, catalogue.nUsers)
    this.#recommended = new Int32Array(catalogue.itemIds.length)
    this.#perCase = {
      ...{ ndcg: values(), recall: values(), precision: values(), mrr: values(), map: values() },
      ...{ hitRate: values(), popularity: values(), novelty: values() },
      ...(options.similarity && { diversity: values() }),
    }
  }

  /** @param ranked - Rows of the catalogue, best first: as many as the longest list that is judged. */
  add(ranked: readonly number[], targets: readonly number[], bestRank: number): void {
    const { k, recallK, similarity } = this.#options
    const relevant = new Set(targets)
    const top = ranked.slice(0, k)
    for (const row of top) this.#recommended[row]++
    const mean = (values: Float64Array) => top.reduce((sum, row) => sum + values[row], 0) / top.length
    this.#set('ndcg', ndcgAt(top, relevant, k))
    this.#set('recall', recallAt(ranked, relevant, recallK))
    this.#set('precision', precisionAt(top, relevant, k))
    this.#set('mrr', 1 / bestRank)
    this.#set('map', averagePrecisionAt(top, relevant, k))
    this.#set('hitRate', hitRateAt(top, relevant, k))
    this.#set('popularity', mean(this.#percentiles))
    this.#set('novelty', mean(this.#information))
    if (similarity) {
      const { itemIds } = this.#catalogue
      this.#set(
        'diversity',
        intraListDiversity(top, (a, b) => similarity(itemIds[a], itemIds[b])),
      )
    }
    this.#nDone++
  }

  #set(metric: CaseMetric, value: number): void {
    this.#perCase[metric]![this.#nDone] = value
  }

  evaluation(users: readonly string[]): RankingEvaluation {
    const { k, recallK } = this.#options
    return {
      k,
      recallK,
      nCases: this.#nDone,
      users,
      perCase: this.#perCase,
      coverage: catalogueCoverage(this.#recommended),
      gini: giniIndex(this.#recommended),
      recommended: this.#recommended,
    }
  }
}
