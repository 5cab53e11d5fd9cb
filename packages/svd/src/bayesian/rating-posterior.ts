import { type LearnedRanking, type Query, RankingModel } from '../ranking-model.js'
import type { Ratings } from '../ratings.js'
import type { KnownItem } from '../svdpp.js'
import type { Id } from '../vocabulary.js'
import {
  firstInterval,
  type IntervalOptions,
  intervalsOf,
  type Moments,
  type PredictiveInterval,
  type PredictiveIntervals,
} from './predictive.js'

/** What a model knows that has a posterior distribution of ratings. */
export interface LearnedPosterior extends LearnedRanking {
  /** Mean of the training ratings. */
  readonly globalMean: number
  /** Lowest and highest possible rating. */
  readonly scale: readonly [min: number, max: number]
}

/** Somebody's ratings to come: the moments of their ratings of items by row, -1 for items that are unknown. */
export type UserMoments = (itemRows: Int32Array) => Moments

/** Somebody who was not in training, known by a few ratings: see {@link RatingPosterior.foldIn}. */
export class FoldedInPosterior {
  /** How many of the given items the model knows. */
  readonly nKnown: number
  readonly #moments: UserMoments
  readonly #model: Pick<LearnedPosterior, 'items' | 'scale'>

  constructor(nKnown: number, moments: UserMoments, model: Pick<LearnedPosterior, 'items' | 'scale'>) {
    this.nKnown = nKnown
    this.#moments = moments
    this.#model = model
  }

  /** @param options.clip - Whether to clip to the scale. Default true. */
  predict(item: Id, { clip = true }: { readonly clip?: boolean } = {}): number {
    const [mean] = this.#momentsOf(item).means
    return clip ? clipped(mean, this.#model.scale) : mean
  }

  /** @throws {@link SvdError} INVALID_OPTION for a level that is not between 0 and 1. */
  predictInterval(item: Id, options: IntervalOptions = {}): PredictiveInterval {
    return firstInterval(intervalsOf(this.#momentsOf(item), options))
  }

  /** Mean rating of every item, not clipped, in the order of the model's `itemIds`. */
  scores(): Float64Array {
    return this.#moments(Int32Array.from(this.#model.items.ids.keys())).means
  }

  #momentsOf(item: Id): Moments {
    return this.#moments(Int32Array.of(this.#model.items.row(item)))
  }
}

/**
 * What rating models have in common that know how sure they are: means and intervals of ratings, for users and items of
 * the training data, for newcomers, and for the unknown, who are drawn from the prior. As ranking models they order
 * items by the mean rating that somebody would give; values of the training data are ratings, not counts.
 */
export abstract class RatingPosterior<L extends LearnedPosterior> extends RankingModel<L> {
  /** Moments of pairs of rows; -1 stands for an unknown user or item. */
  protected abstract momentsOfRows(userRows: Int32Array, itemRows: Int32Array): Moments
  /** Moments of somebody else, from items by row, each with its rating if there is one. */
  protected abstract momentsGiven(known: readonly KnownRow[]): UserMoments

  /**
   * Predicts a rating: its mean.
   *
   * @param options.clip - Whether to clip to the scale. Default true.
   * @throws {@link SvdError} NOT_FITTED
   */
  predict(user: Id, item: Id, { clip = true }: { readonly clip?: boolean } = {}): number {
    const [mean] = this.#momentsOf(user, item).means
    return clip ? clipped(mean, this.learned.scale) : mean
  }

  /**
   * Predicts every rating of a set, clipped to the scale.
   *
   * @returns In the order of the ratings.
   * @throws {@link SvdError} NOT_FITTED
   */
  predictAll(ratings: Ratings): Float64Array {
    const { scale } = this.learned
    return this.momentsOfAll(ratings).means.map((mean) => clipped(mean, scale))
  }

  /**
   * Where a rating will be: a normal distribution's central interval, not clipped to the scale.
   *
   * @throws {@link SvdError} NOT_FITTED; INVALID_OPTION for a level that is not between 0 and 1.
   */
  predictInterval(user: Id, item: Id, options: IntervalOptions = {}): PredictiveInterval {
    return firstInterval(intervalsOf(this.#momentsOf(user, item), options))
  }

  /** {@link predictInterval} of every rating of a set, in its order. */
  predictAllIntervals(ratings: Ratings, options: IntervalOptions = {}): PredictiveIntervals {
    return intervalsOf(this.momentsOfAll(ratings), options)
  }

  /**
   * Makes a user of somebody who was not in training, without touching the model, from items they chose, each with its
   * rating if there is one. Unknown items are left out; of an item given twice, every rating counts.
   *
   * @throws {@link SvdError} NOT_FITTED
   */
  foldIn(items: Iterable<KnownItem>): FoldedInPosterior {
    const { learned } = this
    const rows = Array.from(items, ({ item, rating }) => ({ row: learned.items.row(item), rating }))
    const known = rows.filter(({ row }) => row >= 0)
    return new FoldedInPosterior(known.length, this.momentsGiven(known), learned)
  }

  /**
   * Mean rating of every item, not clipped: of the user, where the query names one of the training data, and else of
   * somebody who chose the seeds. Seeds have no ratings, so they count as chosen, whatever they weigh.
   */
  scores({ user, seeds }: Query): Float64Array {
    const { users, items } = this.learned
    const row = user === undefined ? -1 : users.row(user)
    if (row < 0) return this.foldIn(seeds.map(({ item }) => ({ item }))).scores()
    const itemRows = Int32Array.from(items.ids.keys())
    return this.momentsOfRows(new Int32Array(itemRows.length).fill(row), itemRows).means
  }

  /** Mean of the training ratings. */
  get globalMean(): number {
    return this.learned.globalMean
  }

  /** Lowest and highest possible rating. */
  get scale(): readonly [min: number, max: number] {
    return this.learned.scale
  }

  /** Moments of every rating of a set. */
  protected momentsOfAll(ratings: Ratings): Moments {
    const { userRows, itemRows } = rowsOf(ratings, this.learned)
    return this.momentsOfRows(userRows, itemRows)
  }

  #momentsOf(user: Id, item: Id): Moments {
    const { users, items } = this.learned
    return this.momentsOfRows(Int32Array.of(users.row(user)), Int32Array.of(items.row(item)))
  }
}

/** A known item by its row. */
export interface KnownRow {
  readonly row: number
  readonly rating: number | undefined
}

/** User and item row of every rating of a set by another's vocabularies; -1 where unknown. */
export function rowsOf(
  ratings: Ratings,
  { users, items }: Pick<LearnedRanking, 'users' | 'items'>,
): { userRows: Int32Array; itemRows: Int32Array } {
  const userRows = new Int32Array(ratings.nRatings)
  for (let u = 0; u < ratings.nUsers; u++)
    userRows.fill(users.row(ratings.users.ids[u]), ratings.offsets[u], ratings.offsets[u + 1])
  const rowOfItem = Int32Array.from(ratings.items.ids, (id) => items.row(id))
  return { userRows, itemRows: ratings.itemRows.map((item) => rowOfItem[item]) }
}

function clipped(rating: number, [min, max]: readonly [number, number]): number {
  return Math.min(Math.max(rating, min), max)
}
