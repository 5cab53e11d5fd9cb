import { SvdError } from './errors.js'
import { withKernels } from './with-kernels.js'

/** How training stands after one pass over the ratings. */
export interface EpochReport {
  /** Passes done, from 1. */
  readonly epoch: number
  readonly nEpochs: number
  /** Root mean squared error on the training ratings, each predicted just before its own update, unclipped. */
  readonly rmse: number
  /** Root mean squared error on the validation ratings after this pass, clipped to the scale; when there are any. */
  readonly validationRmse?: number
}

/** What {@link trainEpochs} needs of a model. */
export interface Training {
  readonly nEpochs: number
  readonly nRatings: number
  /** One pass over the ratings. @returns The sum of squared errors. */
  readonly pass: () => number
  /** Everything that a pass changes. */
  readonly learned: readonly Float32Array[]
  /** Called when `learned` was written otherwise than by a pass. */
  readonly onRestored?: () => void
  /** How well the model predicts what it does not learn from. */
  readonly validationRmse?: () => number
  /** Passes without a new best validation RMSE after which training ends. */
  readonly patience: number
}

/**
 * Passes over the ratings, one at a time. With validation, training ends early once `patience` passes have brought no
 * new best, and however it ends, `learned` is left as the best pass left it.
 *
 * @throws {@link SvdError} DIVERGED, and what the kernels throw.
 */
export function* trainEpochs(training: Training): Generator<EpochReport, void, undefined> {
  const { nEpochs, nRatings, pass, learned, validationRmse, patience } = training
  const best = { epoch: 0, rmse: Number.POSITIVE_INFINITY, learned: [] as Float32Array[] }
  let epoch = 0
  try {
    while (epoch < nEpochs && epoch - best.epoch < (validationRmse ? patience : nEpochs)) {
      epoch++
      const squaredError = withKernels(pass)
      if (!Number.isFinite(squaredError) || !allFinite(learned))
        throw new SvdError(
          'DIVERGED',
          `training left the finite numbers in epoch ${epoch}; lower the learning rate`,
        )
      const report = { epoch, nEpochs, rmse: Math.sqrt(squaredError / nRatings) }
      if (validationRmse === undefined) yield report
      else {
        const rmse = validationRmse()
        if (rmse < best.rmse) {
          best.epoch = epoch
          best.rmse = rmse
          best.learned = learned.map((array) => array.slice())
        }
        yield { ...report, validationRmse: rmse }
      }
    }
  } finally {
    // Also when the caller broke off, so that validation means the same thing however training ends.
    if (best.epoch < epoch) {
      for (const [at, array] of best.learned.entries()) learned[at].set(array)
      training.onRestored?.()
    }
  }
}

/** A double holds any sum of squared floats, so the sum is finite exactly when all of them are. */
function allFinite(arrays: readonly Float32Array[]): boolean {
  let sum = 0
  for (const array of arrays) for (let at = 0; at < array.length; at++) sum += array[at] * array[at]
  return Number.isFinite(sum)
}
