import type { RowSampling, SparseMatrix } from '../gibbs.js'
import type { Matrix } from '../matrix.js'

/** C = S B, summed in doubles. */
export function multiplySparsePlainly(C: Matrix, S: SparseMatrix, B: Matrix): void {
  const [c, b, offsets] = [C.data, B.data, S.offsets.view]
  const sums = new Float64Array(B.columns)
  for (let row = 0; row < S.rows; row++) {
    sums.fill(0)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const value = S.values.view[at]!
      const from = S.columnOf.view[at]! * B.stride
      for (let f = 0; f < sums.length; f++) sums[f] += value * b[from + f]!
    }
    c.set(sums, row * C.stride)
  }
}

/** `dots[at] = A[row] . B[column]` for every entry, summed in doubles. */
export function dotPairsPlainly(dots: Float32Array, S: SparseMatrix, A: Matrix, B: Matrix): void {
  const [a, b, offsets] = [A.data, B.data, S.offsets.view]
  for (let row = 0; row < S.rows; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      let dot = 0
      for (let f = 0; f < A.columns; f++)
        dot += a[row * A.stride + f]! * b[S.columnOf.view[at]! * B.stride + f]!
      dots[at] = dot
    }
}

/** What {@link sampleRows} says, in doubles. */
export function sampleRowsPlainly(sampling: RowSampling): void {
  const { ratings, rows, nFactors, ownSlot, priorInformation, normals } = sampling
  const d = nFactors + 1
  const slots = Array.from({ length: d }, (_, a) => (a < nFactors ? a : ownSlot))
  const precision = new Float64Array(d * d)
  const information = new Float64Array(d)
  for (let row = 0; row < ratings.rows; row++) {
    const from = row * priorInformation.stride
    precision.set(sampling.priorPrecision.view)
    information.set(priorInformation.data.subarray(from, from + d))
    addRatings(sampling, row, slots, precision, information)
    const drawn = drawNormal(precision, information, normals.view.subarray(row * d, (row + 1) * d))
    for (let a = 0; a < d; a++) rows.data[row * rows.stride + slots[a]!] = drawn[a]!
  }
}

/** Adds what the ratings of one row say of it. */
function addRatings(
  { ratings, others, nFactors, ownSlot, noisePrecision }: RowSampling,
  row: number,
  slots: readonly number[],
  precision: Float64Array,
  information: Float64Array,
): void {
  const d = slots.length
  const other = others.data
  const offsets = ratings.offsets.view
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const from = ratings.columnOf.view[at]! * others.stride
    const residual = ratings.values.view[at]! - other[from + 2 * nFactors + 1 - ownSlot]!
    for (let a = 0; a < d; a++) {
      const t = noisePrecision * other[from + slots[a]!]!
      information[a] += t * residual
      for (let b = 0; b < d; b++) precision[a * d + b] += t * other[from + slots[b]!]!
    }
  }
}

/** `L'^-1 (L^-1 h + z)` with L L' the precision, of which L takes the place. */
function drawNormal(precision: Float64Array, h: Float64Array, normals: Float32Array): Float64Array {
  const d = h.length
  const drawn = new Float64Array(d)
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = precision[a * d + b]!
      for (let c = 0; c < b; c++) sum -= precision[a * d + c]! * precision[b * d + c]!
      precision[a * d + b] = b < a ? sum / precision[b * d + b]! : Math.sqrt(sum)
    }
    let sum = h[a]!
    for (let b = 0; b < a; b++) sum -= precision[a * d + b]! * drawn[b]!
    drawn[a] = sum / precision[a * d + a]!
  }
  for (let a = d - 1; a >= 0; a--) {
    let sum = drawn[a]! + normals[a]!
    for (let b = a + 1; b < d; b++) sum -= precision[b * d + a]! * drawn[b]!
    drawn[a] = sum / precision[a * d + a]!
  }
  return drawn
}
