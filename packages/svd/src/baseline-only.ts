import { SvdError } from './errors.js'
import { requireInteger, requireNumber, withDefaults } from './options.js'
import type { Ratings } from './ratings.js'
import type { Id } from './vocabulary.js'

/** Options of {@link BaselineOnly}; the defaults are Surprise's. */
export interface BaselineOnlyOptions {
  /** Alternations, an integer >= 0. @defaultValue 10 */
  readonly nEpochs?: number
  /** Shrinkage of user biases, in ratings, >= 0. @defaultValue 15 */
  readonly userRegularization?: number
  /** Shrinkage of item biases, in ratings, >= 0. @defaultValue 10 */
  readonly itemRegularization?: number
}

/** The defaults of {@link BaselineOnly}. */
export const BASELINE_ONLY_DEFAULTS = Object.freeze({
  nEpochs: 10,
  userRegularization: 15,
  itemRegularization: 10,
})

/**
 * Mean plus user bias plus item bias and nothing else: what any model with factors has to beat.
 * Alternating least squares as in Surprise's `BaselineOnly`: in every epoch items first, then users,
 * each bias its mean residual shrunk towards 0.
 *
 * @see Koren, "Factor in the Neighbors", ACM TKDD 4(1), 2010, section 2.2.
 */
export class BaselineOnly {
  readonly options: Required<BaselineOnlyOptions>
  #learned:
    | { readonly ratings: Ratings; readonly users: Float64Array; readonly items: Float64Array }
    | undefined

  constructor(options: BaselineOnlyOptions = {}) {
    this.options = withDefaults(BASELINE_ONLY_DEFAULTS, options)
    requireInteger('nEpochs', this.options.nEpochs, 0)
    requireNumber('userRegularization', this.options.userRegularization, 0)
    requireNumber('itemRegularization', this.options.itemRegularization, 0)
  }

  /** Learns the biases. @returns This model. */
  fit(ratings: Ratings): this {
    const { nEpochs, userRegularization, itemRegularization } = this.options
    const { offsets, itemRows, values, mean, nUsers, nItems } = ratings
    const users = new Float64Array(nUsers)
    const items = new Float64Array(nItems)
    const counts = new Float64Array(nItems)
    for (const item of itemRows) counts[item]++
    for (let epoch = 0; epoch < nEpochs; epoch++) {
      items.fill(0)
      for (let u = 0; u < nUsers; u++)
        for (let at = offsets[u]; at < offsets[u + 1]; at++)
          items[itemRows[at]] += values[at] - mean - users[u]
      for (let i = 0; i < nItems; i++) items[i] /= itemRegularization + counts[i]
      for (let u = 0; u < nUsers; u++) {
        let sum = 0
        for (let at = offsets[u]; at < offsets[u + 1]; at++) sum += values[at] - mean - items[itemRows[at]]
        users[u] = sum / (userRegularization + offsets[u + 1] - offsets[u])
      }
    }
    this.#learned = { ratings, users, items }
    return this
  }

  /** Mean and what is known of the two biases, clipped to the scale. @throws {@link SvdError} NOT_FITTED */
  predict(user: Id, item: Id): number {
    if (this.#learned === undefined)
      throw new SvdError('NOT_FITTED', 'call fit with ratings before asking the model')
    const { ratings, users, items } = this.#learned
    const u = ratings.users.row(user)
    const i = ratings.items.row(item)
    const rating = ratings.mean + (u < 0 ? 0 : users[u]) + (i < 0 ? 0 : items[i])
    return Math.min(Math.max(rating, ratings.scale[0]), ratings.scale[1])
  }
}
