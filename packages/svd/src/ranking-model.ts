import { SvdError } from './errors.js'
import type { ModelParameters } from './model-parameters.js'
import { requireInteger } from './options.js'
import type { Ratings } from './ratings.js'
import type { Id, Vocabulary } from './vocabulary.js'

/** An item that somebody is known to like or, with a weight below 0, to dislike. */
export interface Seed {
  readonly item: Id
  /** 1 is an average liking of the training data, the default; finite, not 0. Models that cannot weigh take its sign. */
  readonly weight?: number
}

/** Whose ranking is asked for. */
export interface Query {
  /** A user of the training data; models that learned something of this user may use it instead of the seeds. */
  readonly user?: Id
  /** What is known of them. Items that the model does not know count for nothing. May be empty. */
  readonly seeds: readonly Seed[]
}

/** One score for every item, in the order of the model's `itemIds`: more is better, -Infinity says nothing is known. */
export type Scores = Float32Array | Float64Array

/** The best items for a query. */
export interface TopN {
  /** Best first. Fewer than asked for where fewer can be scored. */
  readonly items: readonly string[]
  readonly scores: Float64Array
}

/** How a training stands. */
export interface TrainingStep {
  /** Steps done, from 1. */
  readonly step: number
  readonly nSteps: number
  /** What the model minimises, or what tells how well it fits; where it is known. */
  readonly loss?: number
}

/** What `fit` of a {@link RankingModel} takes beside the data. */
export interface RankingFitOptions {
  /** Called after every step. */
  readonly onStep?: (step: TrainingStep) => void
  /** Looked at after every step; a callback may abort it. The model then knows what it knew before. */
  readonly signal?: AbortSignal
}

/** What every ranking model has learned, beside what is its own. */
export interface LearnedRanking {
  readonly users: Vocabulary
  readonly items: Vocabulary
  /** Number of training users of every item, nItems long: what ties are broken by. */
  readonly itemCounts: Int32Array
}

/**
 * What models have in common that rank items for somebody: learned from who took what (every row of the data is a
 * positive; its value says how much it counts against the mean of all values), asked for users of the training data
 * and, without retraining, for anybody of whom some items are known.
 */
export abstract class RankingModel<L extends LearnedRanking = LearnedRanking> {
  /** Tells models apart in files and tables, such as `ials`. */
  abstract readonly kind: string
  #learned: L | undefined

  /**
   * Training step by step, for callers that do something of their own in between. What it returns at its end is what
   * the model knows from then on; a training that is broken off leaves the model as it was.
   */
  protected abstract train(ratings: Ratings): Generator<TrainingStep, L, undefined>
  /** Scores of all items for a query, none excluded: a fresh array, the caller's to write. */
  abstract scores(query: Query): Scores
  /** A copy of everything learned: to be saved, see {@link saveModel}. */
  abstract get parameters(): ModelParameters

  /** @throws {@link SvdError} NOT_FITTED */
  protected get learned(): L {
    if (this.#learned === undefined)
      throw new SvdError('NOT_FITTED', 'call fit with ratings before asking the model')
    return this.#learned
  }

  protected set learned(learned: L) {
    this.#learned = learned
  }

  /**
   * Learns, replacing what was learned before.
   *
   * @param ratings - One row for every positive, with how much it counts; a pair given twice counts twice.
   * @throws {@link SvdError} ABORTED, and what the model's own training throws.
   */
  fit(ratings: Ratings, { onStep, signal }: RankingFitOptions = {}): this {
    const checkAborted = () => {
      if (signal?.aborted) throw new SvdError('ABORTED', 'training was stopped', { cause: signal.reason })
    }
    checkAborted()
    for (const step of this.steps(ratings)) {
      onStep?.(step)
      checkAborted()
    }
    return this
  }

  /** The steps of `fit` one at a time, for callers that do something of their own in between: await, draw, stop. */
  *steps(ratings: Ratings): Generator<TrainingStep, void, undefined> {
    this.#learned = yield* this.train(ratings)
  }

  /** Scores for several queries, one array each; models that are faster for many at once override it. */
  scoresOfAll(queries: readonly Query[]): Scores[] {
    return queries.map((query) => this.scores(query))
  }

  /**
   * The n best items, seeds left out. Equal scores are ordered by the number of training users, then by row.
   *
   * @param options.n - An integer >= 1. Default 10.
   * @param options.exclude - Further items that must not come back.
   * @throws {@link SvdError} NOT_FITTED, INVALID_OPTION
   */
  topN(
    query: Query,
    { n = 10, exclude = [] }: { readonly n?: number; readonly exclude?: Iterable<Id> } = {},
  ): TopN {
    requireInteger('n', n, 1)
    const { items, itemCounts } = this.learned
    const scores = this.scores(query)
    for (const { item } of query.seeds) excludeRow(scores, items.row(item))
    for (const item of exclude) excludeRow(scores, items.row(item))
    const rows = bestRows(scores, itemCounts, n)
    return {
      items: Array.from(rows, (row) => items.ids[row]),
      scores: Float64Array.from(rows, (row) => scores[row]),
    }
  }

  /** User ids by row. */
  get userIds(): readonly string[] {
    return this.learned.users.ids
  }

  /** Item ids by row. */
  get itemIds(): readonly string[] {
    return this.learned.items.ids
  }

  /** Number of training users of every item, by row. */
  get itemCounts(): Int32Array {
    return this.learned.itemCounts
  }
}

/**
 * The seeds that a model knows, by row, with their weights.
 *
 * @throws {@link SvdError} INVALID_OPTION for a weight that is 0 or no finite number, also of an unknown item.
 */
export function knownSeeds(
  seeds: readonly Seed[],
  items: Vocabulary,
): { readonly row: number; readonly weight: number }[] {
  const known: { row: number; weight: number }[] = []
  for (const { item, weight = 1 } of seeds) {
    if (!Number.isFinite(weight) || weight === 0)
      throw new SvdError('INVALID_OPTION', `weight of seed ${item} must be finite and not 0, got ${weight}`)
    const row = items.row(item)
    if (row >= 0) known.push({ row, weight })
  }
  return known
}

/** Number of rows of every item: how many users took it. */
export function countItems({ itemRows, nItems }: Pick<Ratings, 'itemRows' | 'nItems'>): Int32Array {
  const counts = new Int32Array(nItems)
  for (let at = 0; at < itemRows.length; at++) counts[itemRows[at]]++
  return counts
}

/**
 * The n rows with the highest scores, best first; equal scores by count, highest first, then by row. Rows at -Infinity
 * are left out. O(nItems log n).
 */
export function bestRows(scores: Scores, counts: Int32Array, n: number): Int32Array {
  const isBefore = (a: number, b: number) =>
    scores[a] === scores[b]
      ? counts[a] > counts[b] || (counts[a] === counts[b] && a < b)
      : scores[a] > scores[b]
  const order = (a: number, b: number) => (isBefore(a, b) ? -1 : 1)
  let best: number[] = []
  let last = -1
  for (let row = 0; row < scores.length; row++) {
    if (scores[row] === Number.NEGATIVE_INFINITY || (last >= 0 && !isBefore(row, last))) continue
    // Twice as many as wanted are let in before the worse half is dropped, so that sorting is rare.
    if (best.push(row) < 2 * n) continue
    best = best.sort(order).slice(0, n)
    last = best[n - 1]
  }
  return Int32Array.from(best.sort(order).slice(0, n))
}

function excludeRow(scores: Scores, row: number): void {
  if (row >= 0) scores[row] = Number.NEGATIVE_INFINITY
}
