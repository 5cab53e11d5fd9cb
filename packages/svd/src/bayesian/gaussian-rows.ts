import { choleskyFactor, invertLower } from './wishart.js'

/** A symmetric matrix's lower triangle, row by row: where entry (a, b) with b <= a lies. */
function packed(a: number, b: number): number {
  return (a * (a + 1)) / 2 + b
}

/** Numbers in the lower triangle of an n x n matrix. */
export function packedLength(n: number): number {
  return packed(n, 0)
}

/** The sum over all entries of the product of two symmetric matrices, entry by entry. */
export function packedInner(
  x: ArrayLike<number>,
  xAt: number,
  y: ArrayLike<number>,
  yAt: number,
  n: number,
): number {
  let sum = 0
  for (let a = 0, at = 0; a < n; a++, at++) {
    for (let b = 0; b < a; b++, at++) sum += 2 * x[xAt + at] * y[yAt + at]
    sum += x[xAt + at] * y[yAt + at]
  }
  return sum
}

/** What the evidence and the prior of one row come to. */
export interface RowEvidence {
  /** Sum over the row's ratings of E[o o'], o the other's row: packed, nFactors + 2. */
  readonly products: ArrayLike<number>
  /** Where those of this row start. */
  readonly productsAt: number
  /** Sum over the row's ratings of rating times E[o]. */
  readonly residuals: ArrayLike<number>
  readonly residualsAt: number
}

/** The prior of one side: independent normals, (factors, bias). */
export interface DiagonalPrior {
  readonly means: Float64Array
  readonly precisions: Float64Array
}

/** The normal distribution of one row, (factors, bias). */
export interface GaussianRow {
  readonly mean: Float64Array
  /** D x D, row-major. */
  readonly covariance: Float64Array
  readonly logDeterminant: number
}

/**
 * The best normal distribution of one row, given those of the other side: precision `diag(prior) + noisePrecision
 * sum E[t t']`, mean from `sum E[t (r - b)]`, t the other's row where 1 stands for the own bias, b its bias.
 */
export function gaussianRow(
  { products, productsAt, residuals, residualsAt }: RowEvidence,
  prior: DiagonalPrior,
  noisePrecision: number,
  ownSlot: number,
): GaussianRow {
  const d = prior.means.length
  const otherSlot = 2 * d - 1 - ownSlot
  const precision = new Float64Array(d * d)
  const information = new Float64Array(d)
  for (let a = 0; a < d; a++) {
    const slot = a < d - 1 ? a : ownSlot
    const row = productsAt + packed(slot, 0)
    for (let b = 0; b < a; b++) precision[a * d + b] = noisePrecision * products[row + b]
    precision[a * d + a] = noisePrecision * products[row + slot] + prior.precisions[a]
    const ofBias = products[productsAt + packed(Math.max(slot, otherSlot), Math.min(slot, otherSlot))]
    const evidence = residuals[residualsAt + slot] - ofBias
    information[a] = prior.precisions[a] * prior.means[a] + noisePrecision * evidence
  }
  return gaussianOf(precision, information)
}

/** The normal distribution with the precision, lower triangle, and the information, which is precision times mean. */
function gaussianOf(precision: Float64Array, information: Float64Array): GaussianRow {
  const d = information.length
  const root = invertLower(choleskyFactor(precision, d), d)
  const covariance = new Float64Array(d * d)
  const mean = new Float64Array(d)
  let logDeterminant = 0
  for (let c = 0; c < d; c++) {
    const rootRow = c * d
    logDeterminant += 2 * Math.log(root[rootRow + c])
    for (let a = 0; a <= c; a++) {
      const row = a * d
      const scale = root[rootRow + a]
      for (let b = 0; b <= a; b++) covariance[row + b] += scale * root[rootRow + b]
    }
  }
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++) {
      if (b > a) covariance[a * d + b] = covariance[b * d + a]
      mean[a] += covariance[a * d + b] * information[b]
    }
  return { mean, covariance, logDeterminant }
}

/** Writes E[o] and E[o o'] of a row o = (factors, own bias and 1 in their slots). */
export function writeMoments(
  { mean, covariance }: GaussianRow,
  ownSlot: number,
  first: Float32Array | Float64Array,
  second: Float32Array | Float64Array,
): void {
  const d = mean.length
  const oneSlot = 2 * d - 1 - ownSlot
  const slot = (a: number) => (a < d - 1 ? a : ownSlot)
  first[oneSlot] = 1
  second[packed(oneSlot, oneSlot)] = 1
  for (let a = 0; a < d; a++) {
    first[slot(a)] = mean[a]
    second[packed(Math.max(slot(a), oneSlot), Math.min(slot(a), oneSlot))] = mean[a]
    for (let b = 0; b <= a; b++) second[packed(slot(a), slot(b))] = mean[a] * mean[b] + covariance[a * d + b]
  }
}
