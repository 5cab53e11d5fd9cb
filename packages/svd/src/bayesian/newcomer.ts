import { implicitEntries } from './features.js'
import type { Recorded } from './posterior-record.js'
import type { Moments } from './predictive.js'
import type { KnownRow, UserMoments } from './rating-posterior.js'
import { choleskyFactor, invertLower } from './wishart.js'

/** What is needed to make users of newcomers. */
export interface NewcomerModel extends Omit<Recorded, 'targets'> {
  readonly globalMean: number
  /** Rows of the items whose choice counts, by their column among these. */
  readonly implicitColumns: ReadonlyMap<number, number>
  readonly implicitWeight: number
}

/** A newcomer in one draw: their vector's mean (factors, bias), and a root of its covariance. */
interface NewcomerDraw {
  readonly mean: Float64Array
  /** D x D, lower triangular: L^-1 with L L' the precision. */
  readonly root: Float64Array
}

/**
 * A newcomer's ratings to come. In every draw, given its items, precisions and weights, their vector is normal with a
 * mean and a covariance in closed form: the prior mean from what they chose, and their ratings as evidence. Means are
 * averaged over draws; the variance is that of the means and the mean of the variances (Rao and Blackwell).
 *
 * Costs `nKept (nRatings D^2 / 2 + D^3 / 3)` multiply-adds, then `nKept D^2 / 2` for each item that is asked for.
 */
export function newcomerMoments(model: NewcomerModel, known: readonly KnownRow[]): UserMoments {
  const draws = Array.from({ length: model.nKept }, (_, sample) => drawOf(model, sample, known))
  return (itemRows) => momentsOver(model, draws, itemRows)
}

function drawOf(model: NewcomerModel, sample: number, known: readonly KnownRow[]): NewcomerDraw {
  const { width, itemSamples: items, nItemRows, globalMean } = model
  const d = width - 1
  const noisePrecision = model.noisePrecisions[sample]
  const precision = Float64Array.from(model.userPrecisions.subarray(sample * d * d, (sample + 1) * d * d))
  const prior = priorMean(model, sample, known)
  const information = new Float64Array(d)
  for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) information[a] += precision[a * d + b] * prior[b]
  for (const { row, rating } of known) {
    if (rating === undefined) continue
    // The item's factors, then 1 and its bias.
    const at = (sample * nItemRows + row) * width
    const residual = rating - globalMean - items[at + d]
    for (let a = 0; a < d; a++) {
      information[a] += noisePrecision * items[at + a] * residual
      for (let b = 0; b < d; b++) precision[a * d + b] += noisePrecision * items[at + a] * items[at + b]
    }
  }
  const root = invertLower(choleskyFactor(precision, d), d)
  const mean = new Float64Array(d)
  for (let c = 0; c < d; c++) {
    let sum = 0
    for (let a = 0; a <= c; a++) sum += root[c * d + a] * information[a]
    for (let a = 0; a <= c; a++) mean[a] += root[c * d + a] * sum
  }
  return { mean, root }
}

/** B' f of what they chose. */
function priorMean(model: NewcomerModel, sample: number, known: readonly KnownRow[]): Float64Array {
  const { implicitColumns, implicitWeight, userWeights } = model
  const d = model.width - 1
  const start = sample * (1 + implicitColumns.size) * d
  const mean = new Float64Array(d)
  const rows = known.map(({ row }) => row)
  for (const { column, value } of [
    { column: 0, value: 1 },
    ...implicitEntries(rows, implicitColumns, implicitWeight),
  ])
    for (let f = 0; f < d; f++) mean[f] += value * userWeights[start + column * d + f]
  return mean
}

function momentsOver(model: NewcomerModel, draws: readonly NewcomerDraw[], itemRows: Int32Array): Moments {
  const { width, itemSamples: items, nItemRows, globalMean, noiseVariance } = model
  const d = width - 1
  const means = new Float64Array(itemRows.length)
  const variances = new Float64Array(itemRows.length)
  for (let n = 0; n < itemRows.length; n++) {
    const row = itemRows[n] < 0 ? nItemRows - 1 : itemRows[n]
    let [sum, squares, within] = [0, 0, 0]
    for (const [sample, { mean, root }] of draws.entries()) {
      const at = (sample * nItemRows + row) * width
      let rating = items[at + d]
      for (let a = 0; a < d; a++) {
        rating += mean[a] * items[at + a]
        let projected = 0
        for (let b = 0; b <= a; b++) projected += root[a * d + b] * items[at + b]
        within += projected * projected
      }
      sum += rating
      squares += rating * rating
    }
    const average = sum / draws.length
    means[n] = globalMean + average
    variances[n] =
      Math.max(0, squares / draws.length - average * average) + within / draws.length + noiseVariance
  }
  return { means, variances }
}
