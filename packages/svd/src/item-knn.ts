import { TopKHeap } from '@redux/kernels'
import { SvdError } from './errors.js'
import { bm25Weights } from './item-knn-weights.js'
import { float32, int32, type ModelParameters, optionsOf } from './model-parameters.js'
import { requireInteger, requireNumber, withDefaults } from './options.js'
import {
  countItems,
  knownSeeds,
  type LearnedRanking,
  type Query,
  RankingModel,
  type TrainingStep,
} from './ranking-model.js'
import { Ratings } from './ratings.js'

/** Options of {@link ItemKNN}. */
export interface ItemKNNOptions {
  /**
   * What cosines are taken of: `cosine` of who took the item, whatever the value; `bm25` of BM25 weights, by which rare
   * items and users with few of them count more. @defaultValue 'cosine'
   */
  readonly similarity?: 'cosine' | 'bm25'
  /** How far similarities of rarely taken items are shrunk towards 0, as a number of users, >= 0. @defaultValue 0 */
  readonly shrinkage?: number
  /** Only so many items, those most similar to a seed, get anything from it; 0 for all. @defaultValue 0 */
  readonly nNeighbours?: number
}

/** The defaults of {@link ItemKNN}. */
export const ITEM_KNN_DEFAULTS = Object.freeze({
  similarity: 'cosine' as 'cosine' | 'bm25',
  shrinkage: 0,
  nNeighbours: 0,
})

/** Who took what, by user and by item. */
interface LearnedNeighbours extends LearnedRanking {
  readonly positives: Ratings
  /** By position. */
  readonly weights: Float64Array
  /** User row by position. */
  readonly userRows: Int32Array
  /** nItems + 1 long: item i's positions are `positions[starts[i]] … positions[starts[i + 1] - 1]`. */
  readonly starts: Int32Array
  readonly positions: Int32Array
  /** Length of every item's vector of weights. */
  readonly norms: Float64Array
  /** Squared length a user, the mean over items: what a user counts in shrinkage; 1 for 0/1 weights. */
  readonly unit: number
}

/**
 * Item-based nearest neighbours: an item scores the sum of its similarities to the seeds and, for a user of the training
 * data, to everything that user took. Dislikes subtract; the weights of seeds count by their sign alone.
 *
 * Similarity is dot / (norm_i norm_j + h m) with the shrinkage h and the mean squared length a user m. It is computed
 * for each seed from the lists of its users: no matrix of items by items is ever held, the memory is that of the
 * positives, 24 bytes each. A seed costs the items of all its users. Sums are in double precision and in one fixed
 * order, so that equal neighbours tie exactly.
 *
 * @see Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001.
 * @see Deshpande, Karypis, "Item-based top-N recommendation algorithms", ACM TOIS 22(1), 2004.
 * @example
 * new ItemKNN({ shrinkage: 30 }).fit(ratings).topN({ seeds: [{ item: 'Solaris' }] }).items
 */
export class ItemKNN extends RankingModel<LearnedNeighbours> {
  readonly kind = 'item-knn'
  readonly options: Required<ItemKNNOptions>

  /** @throws {@link SvdError} INVALID_OPTION */
  constructor(options: ItemKNNOptions = {}) {
    super()
    this.options = withDefaults(ITEM_KNN_DEFAULTS, options)
    const { similarity, shrinkage, nNeighbours } = this.options
    if (similarity !== 'cosine' && similarity !== 'bm25')
      throw new SvdError('INVALID_OPTION', `similarity must be cosine or bm25, got ${String(similarity)}`)
    requireNumber('shrinkage', shrinkage, 0)
    requireInteger('nNeighbours', nNeighbours, 0)
  }

  /**
   * A model from what {@link readModel} read.
   *
   * @throws {@link SvdError} BAD_FILE, DIMENSION_MISMATCH, NOT_FINITE or INVALID_OPTION when the parameters are another
   *   model's or contradict each other.
   */
  static from(parameters: ModelParameters): ItemKNN {
    const model = new ItemKNN(optionsOf(parameters, 'item-knn') as ItemKNNOptions)
    const { userIds, itemIds } = parameters
    const offsets = int32(parameters, 'user_offsets', [userIds.length + 1])
    const items = int32(parameters, 'user_items', [offsets[userIds.length]])
    const values = float32(parameters, 'user_values', [offsets[userIds.length]])
    model.learned = learn(Ratings.fromColumns({ userIds, itemIds, offsets, items, values }), model.options)
    return model
  }

  protected *train(ratings: Ratings): Generator<TrainingStep, LearnedNeighbours, undefined> {
    const learned = learn(ratings, this.options)
    yield { step: 1, nSteps: 1 }
    return learned
  }

  scores(query: Query): Float64Array {
    return this.scoresOfAll([query])[0]
  }

  /** As {@link ItemKNN.scores}; what queries share is computed once. */
  override scoresOfAll(queries: readonly Query[]): Float64Array[] {
    const { items } = this.learned
    const scores = queries.map(() => new Float64Array(items.size))
    const similarities = new Float64Array(items.size)
    for (const [seed, signs] of this.#signsBySeed(queries)) {
      const touched = this.#similaritiesTo(seed, similarities)
      const nearest = this.#nearest(touched, similarities)
      for (const { query, sign } of signs)
        for (let n = 0; n < nearest.length; n++) scores[query][nearest[n]] += sign * similarities[nearest[n]]
      for (const item of touched) similarities[item] = 0
    }
    return scores
  }

  /** By row of a seed, ascending: for which queries it counts, and whether for or against. */
  #signsBySeed(queries: readonly Query[]) {
    const bySeed = new Map<number, { readonly query: number; readonly sign: number }[]>()
    for (const [query, { user, seeds }] of queries.entries())
      for (const [seed, sign] of this.#signs({ user, seeds })) {
        const signs = bySeed.get(seed)
        if (signs === undefined) bySeed.set(seed, [{ query, sign }])
        else signs.push({ query, sign })
      }
    return [...bySeed].sort(([a], [b]) => a - b)
  }

  /** Whether items count for or against: what the user took, and the seeds, which have the last word. */
  #signs({ user, seeds }: Query): Map<number, number> {
    const { users, items, positives } = this.learned
    const signs = new Map<number, number>()
    const u = user === undefined ? -1 : users.row(user)
    if (u >= 0)
      for (const item of positives.itemRows.subarray(positives.offsets[u], positives.offsets[u + 1]))
        signs.set(item, 1)
    for (const { row, weight } of knownSeeds(seeds, items)) signs.set(row, Math.sign(weight))
    return signs
  }

  /** Adds an item's similarities to others into an array of zeros. @returns The rows it wrote. */
  #similaritiesTo(seed: number, similarities: Float64Array): number[] {
    const { positives, weights, userRows, starts, positions, norms, unit } = this.learned
    const { offsets, itemRows } = positives
    const shrunk = this.options.shrinkage * unit
    const touched: number[] = []
    for (let n = starts[seed]; n < starts[seed + 1]; n++) {
      const u = userRows[positions[n]]
      const weight = weights[positions[n]]
      for (let at = offsets[u]; at < offsets[u + 1]; at++) {
        const item = itemRows[at]
        if (item === seed) continue
        if (similarities[item] === 0) touched.push(item)
        similarities[item] += weight * weights[at]
      }
    }
    for (const item of touched) similarities[item] /= norms[seed] * norms[item] + shrunk
    return touched
  }

  /** The most similar of some rows, ties by row: all of them without a limit. */
  #nearest(rows: readonly number[], similarities: Float64Array): ArrayLike<number> {
    const { nNeighbours } = this.options
    if (nNeighbours === 0 || rows.length <= nNeighbours) return rows
    const heap = new TopKHeap(nNeighbours)
    for (const row of rows) heap.offer(-similarities[row], row)
    const nearest = new Int32Array(nNeighbours)
    heap.drainInto(-1, new Float32Array(nNeighbours), nearest, 0, nNeighbours)
    return nearest
  }

  get parameters(): ModelParameters {
    const { users, items, positives } = this.learned
    const list = (data: Int32Array | Float32Array) => ({ data: data.slice(), shape: [data.length] })
    return {
      kind: this.kind,
      options: { ...this.options },
      scalars: {},
      userIds: [...users.ids],
      itemIds: [...items.ids],
      arrays: {
        user_offsets: list(positives.offsets),
        user_items: list(positives.itemRows),
        user_values: list(positives.values),
      },
    }
  }
}

/** Everything that follows from who took what. */
function learn(positives: Ratings, { similarity }: Required<ItemKNNOptions>): LearnedNeighbours {
  const { users, items, offsets, itemRows, nUsers, nItems, nRatings } = positives
  const itemCounts = countItems(positives)
  const weights =
    similarity === 'bm25' ? bm25Weights(positives, itemCounts) : new Float64Array(nRatings).fill(1)
  const userRows = new Int32Array(nRatings)
  for (let u = 0; u < nUsers; u++) userRows.fill(u, offsets[u], offsets[u + 1])
  const starts = new Int32Array(nItems + 1)
  for (let i = 0; i < nItems; i++) starts[i + 1] = starts[i] + itemCounts[i]
  const next = starts.slice(0, nItems)
  const positions = new Int32Array(nRatings)
  const squares = new Float64Array(nItems)
  for (let at = 0; at < nRatings; at++) {
    positions[next[itemRows[at]]++] = at
    squares[itemRows[at]] += weights[at] ** 2
  }
  const unit = squares.reduce((sum, square, i) => sum + square / Math.max(itemCounts[i], 1), 0) / nItems
  return {
    ...{ users, items, itemCounts, positives, weights, userRows, starts, positions },
    ...{ norms: squares.map(Math.sqrt), unit },
  }
}
