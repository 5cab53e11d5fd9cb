import ndarray, { type NdArray } from 'ndarray'
import { SvdError } from './errors.js'
import type { Random } from './random.js'

/** Everything a factor model has learned, by id, as plain rows: what is saved, and what training can start from. */
export interface FactorParameters {
  /** Distinct user ids by row. */
  readonly userIds: readonly string[]
  /** Distinct item ids by row. */
  readonly itemIds: readonly string[]
  /** nUsers x nFactors, row-major. */
  readonly userFactors: Float32Array
  /** nItems x nFactors, row-major. */
  readonly itemFactors: Float32Array
  /** nUsers long; zeros when absent. */
  readonly userBiases?: Float32Array
  /** nItems long; zeros when absent. */
  readonly itemBiases?: Float32Array
  /** nItems x nFactors, row-major: the y_j of {@link SVDpp}, which other models pass over. */
  readonly implicitFactors?: Float32Array
}

/** Floats from one row to the next: nFactors rounded up to 4, so that kernels need no tail. */
export function strideOf(nFactors: number): number {
  return Math.ceil(nFactors / 4) * 4
}

/** Fills padded rows with nFactors normal values each, drawn row by row; what is behind them stays. */
export function fillRandomFactors(
  padded: Float32Array,
  nFactors: number,
  random: Random,
  mean: number,
  standardDeviation: number,
): void {
  const stride = strideOf(nFactors)
  for (let row = 0; row < padded.length; row += stride)
    for (let f = 0; f < nFactors; f++) padded[row + f] = random.normal(mean, standardDeviation)
}

/** The [rows, nFactors] view over padded rows. */
export function factorView(padded: Float32Array, nFactors: number): NdArray<Float32Array> {
  const stride = strideOf(nFactors)
  return ndarray(padded, [padded.length / stride, nFactors], [stride, 1])
}

/** Copies padded rows to dense ones. */
export function denseFactors(padded: Float32Array, nFactors: number): Float32Array {
  const stride = strideOf(nFactors)
  if (stride === nFactors) return padded.slice()
  const rows = padded.length / stride
  const dense = new Float32Array(rows * nFactors)
  for (let row = 0; row < rows; row++)
    dense.set(padded.subarray(row * stride, row * stride + nFactors), row * nFactors)
  return dense
}

/** Copies dense rows to padded ones. */
export function padFactors(dense: Float32Array, nFactors: number): Float32Array {
  const stride = strideOf(nFactors)
  if (stride === nFactors) return dense.slice()
  const rows = dense.length / nFactors
  const padded = new Float32Array(rows * stride)
  for (let row = 0; row < rows; row++)
    padded.set(dense.subarray(row * nFactors, (row + 1) * nFactors), row * stride)
  return padded
}

/** Dot product of two padded rows, in doubles. */
export function dotRows(
  a: Float32Array,
  rowA: number,
  b: Float32Array,
  rowB: number,
  stride: number,
): number {
  let dot = 0
  for (let f = 0; f < stride; f++) dot += a[rowA * stride + f] * b[rowB * stride + f]
  return dot
}

/** Refuses parameters whose arrays contradict each other or hold NaN or Infinity. */
export function checkParameters(parameters: FactorParameters, nFactors: number): void {
  const { userIds, itemIds } = parameters
  const expected: [name: string, array: Float32Array | undefined, length: number][] = [
    ['userFactors', parameters.userFactors, userIds.length * nFactors],
    ['itemFactors', parameters.itemFactors, itemIds.length * nFactors],
    ['userBiases', parameters.userBiases, userIds.length],
    ['itemBiases', parameters.itemBiases, itemIds.length],
    ['implicitFactors', parameters.implicitFactors, itemIds.length * nFactors],
  ]
  for (const [name, array, length] of expected) {
    if (array === undefined) continue
    if (array.length !== length)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `${name} must hold ${length} numbers (rows x nFactors), got ${array.length}`,
      )
    const at = array.findIndex((value) => !Number.isFinite(value))
    if (at >= 0) throw new SvdError('NOT_FINITE', `${name}[${at}] must be finite, got ${array[at]}`)
  }
}
