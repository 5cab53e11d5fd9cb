import { SvdError } from './errors.js'
import type { Ratings } from './ratings.js'

/** Predicts the mean of the training ratings for everyone and everything: the least a model has to beat. */
export class GlobalMean {
  #mean: number | undefined

  /** Takes the mean. @returns This model. */
  fit(ratings: Ratings): this {
    this.#mean = ratings.mean
    return this
  }

  /** @throws {@link SvdError} NOT_FITTED */
  predict(): number {
    if (this.#mean === undefined)
      throw new SvdError('NOT_FITTED', 'call fit with ratings before asking the model')
    return this.#mean
  }
}
