/*
 * The canonical distances: what every search path, back end and batch size must report, to the last bit.
 *
 * For a query q and a row x of d components, lane l (0..3) sums the terms of the components j = l, l + 4,
 * l + 8, … in ascending order, starting from zero, in float64; the lanes meet as (l0 + l1) + (l2 + l3), and the
 * total is rounded once to float32. Rows padded with zeros to a multiple of 4 therefore give the same bits as
 * bare ones.
 *
 * Why float64 for float32 data: the product of two float32 numbers is exact in it, and a finite sum cannot
 * overflow, so finite input never yields NaN (rounding may yield an infinity). It also is the faster way here:
 * V8 keeps scalars in float64, and rounding each step with Math.fround cost 1.3 to 2.7 times as much at d = 52.
 *
 * Nothing is checked in this file. The caller has made sure that every range named below lies inside its array,
 * that `d` and `nRows` are integers >= 0 and that all components are finite.
 */

/**
 * Squared L2 distance between two vectors of `d` components, in the canonical order, rounded to float32.
 * Relative error at most about `(d / 4 + 4) * 2^-53 + 2^-24`: half a float32 unit for any practical `d`.
 *
 * Cost: `d` multiply-adds.
 *
 * @param a - Read at `aStart .. aStart + d`.
 * @param b - Read at `bStart .. bStart + d`.
 * @returns Input units squared, >= 0; Infinity where the sum exceeds the float32 range.
 */
export function squaredL2(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  d: number,
): number {
  let lane0 = 0
  let lane1 = 0
  let lane2 = 0
  let lane3 = 0
  const unrolled = d & ~3
  let j = 0
  for (; j < unrolled; j += 4) {
    const d0 = a[aStart + j]! - b[bStart + j]!
    const d1 = a[aStart + j + 1]! - b[bStart + j + 1]!
    const d2 = a[aStart + j + 2]! - b[bStart + j + 2]!
    const d3 = a[aStart + j + 3]! - b[bStart + j + 3]!
    lane0 += d0 * d0
    lane1 += d1 * d1
    lane2 += d2 * d2
    lane3 += d3 * d3
  }
  if (j < d) {
    const d0 = a[aStart + j]! - b[bStart + j]!
    lane0 += d0 * d0
  }
  if (j + 1 < d) {
    const d1 = a[aStart + j + 1]! - b[bStart + j + 1]!
    lane1 += d1 * d1
  }
  if (j + 2 < d) {
    const d2 = a[aStart + j + 2]! - b[bStart + j + 2]!
    lane2 += d2 * d2
  }
  return Math.fround(lane0 + lane1 + (lane2 + lane3))
}

/**
 * Inner product of two vectors of `d` components, in the canonical order, rounded to float32. Absolute error at
 * most about `(d / 4 + 4) * 2^-53` times the sum of the terms' magnitudes, and one rounding to float32.
 *
 * Cost: `d` multiply-adds.
 *
 * @param a - Read at `aStart .. aStart + d`.
 * @param b - Read at `bStart .. bStart + d`.
 * @returns Input units squared; an infinity where the sum leaves the float32 range.
 */
export function innerProduct(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  d: number,
): number {
  return Math.fround(exactProduct(a, aStart, b, bStart, d))
}

/** {@link innerProduct} before it is rounded to float32. */
export function exactProduct(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  d: number,
): number {
  let lane0 = 0
  let lane1 = 0
  let lane2 = 0
  let lane3 = 0
  const unrolled = d & ~3
  let j = 0
  for (; j < unrolled; j += 4) {
    lane0 += a[aStart + j]! * b[bStart + j]!
    lane1 += a[aStart + j + 1]! * b[bStart + j + 1]!
    lane2 += a[aStart + j + 2]! * b[bStart + j + 2]!
    lane3 += a[aStart + j + 3]! * b[bStart + j + 3]!
  }
  if (j < d) lane0 += a[aStart + j]! * b[bStart + j]!
  if (j + 1 < d) lane1 += a[aStart + j + 1]! * b[bStart + j + 1]!
  if (j + 2 < d) lane2 += a[aStart + j + 2]! * b[bStart + j + 2]!
  return lane0 + lane1 + (lane2 + lane3)
}

/**
 * Squared L2 distances of one query to `nRows` consecutive rows: {@link squaredL2} of each, bit for bit.
 *
 * Cost: `nRows * d` multiply-adds. Allocates nothing.
 *
 * @param queries - The query is read at `queryStart .. queryStart + d`.
 * @param rows - Row-major: component j of row i is `rows[rowsStart + i * stride + j]`, with `stride >= d`.
 * @param out - Receives the distance of row i at `out[i]`; must not overlap the inputs.
 */
export function scanSquaredL2(
  queries: Float32Array,
  queryStart: number,
  rows: Float32Array,
  rowsStart: number,
  stride: number,
  nRows: number,
  d: number,
  out: Float32Array,
): void {
  let rowStart = rowsStart
  for (let i = 0; i < nRows; i++) {
    out[i] = squaredL2(queries, queryStart, rows, rowStart, d)
    rowStart += stride
  }
}

/**
 * Inner products of one query with `nRows` consecutive rows: {@link innerProduct} of each, bit for bit.
 *
 * Cost: `nRows * d` multiply-adds. Allocates nothing.
 *
 * @param queries - The query is read at `queryStart .. queryStart + d`.
 * @param rows - Row-major: component j of row i is `rows[rowsStart + i * stride + j]`, with `stride >= d`.
 * @param out - Receives the product with row i at `out[i]`; must not overlap the inputs.
 */
export function scanInnerProduct(
  queries: Float32Array,
  queryStart: number,
  rows: Float32Array,
  rowsStart: number,
  stride: number,
  nRows: number,
  d: number,
  out: Float32Array,
): void {
  let rowStart = rowsStart
  for (let i = 0; i < nRows; i++) {
    out[i] = innerProduct(queries, queryStart, rows, rowStart, d)
    rowStart += stride
  }
}
