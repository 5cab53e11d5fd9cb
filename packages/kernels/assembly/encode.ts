// Codes for rows and queries. A row is scale * codes + rest, where the scale is shared by a block of rows, and nothing
// but the length of the rest is kept; a query likewise, in finer steps. docs/exact-search.md has the arithmetic.
import {
  CODED_FACTOR,
  CODES,
  D,
  ERROR_FACTOR,
  HEADER_BYTES,
  HEADERS,
  IS_INNER_PRODUCT,
  NORMS,
  PAIRS,
  Q_CODED,
  Q_CODES,
  Q_ERROR,
  Q_NORM2,
  Q_SCALE,
  Q_VECTOR,
  ROWS,
  ROWS_PER_BLOCK,
  SCALE,
  SUMMAND,
} from './row-store'

const MAX_CODE: f64 = 127
const MAX_QUERY_CODE: f64 = 32767

/** A little more than two roundings to float32. */
const FLOAT32_SLACK: f64 = 1.25e-7
/** Vectors up to this length keep all terms of a bound within float32. */
export const LONGEST: f64 = 1e18

/** More than the relative error of a sum of d squares in float64. */
export function relativeSlack(d: i32): f64 {
  return (<f64>d + 16) * f64.EPSILON
}

/** Codes the first `nRows` rows of a block. */
export function encodeBlock(index: usize, block: i32, nRows: i32): void {
  const d = load<i32>(index + D)
  const pairs = load<i32>(index + PAIRS)
  const rowsPerBlock = load<i32>(index + ROWS_PER_BLOCK)
  const first = <usize>block * <usize>rowsPerBlock
  const rows = load<usize>(index + ROWS) + ((first * <usize>d) << 2)
  const codes = load<usize>(index + CODES) + first * ((<usize>pairs) << 1)
  const norms = load<usize>(index + NORMS) + (first << 2)
  const header = load<usize>(index + HEADERS) + <usize>block * HEADER_BYTES
  const slack = relativeSlack(d)
  const scale = largest(rows, nRows * d) / MAX_CODE
  const inverse: f64 = scale > 0 ? 1 / scale : 0
  let maxError: f64 = 0
  let maxNorm: f64 = 0
  for (let r = 0; r < nRows; r++) {
    const row = rows + ((<usize>r * <usize>d) << 2)
    let at = codes + ((<usize>(r >> 4) * <usize>pairs) << 5) + ((<usize>(r & 15)) << 1)
    let error2 = f64x2.splat(0)
    let norm2 = f64x2.splat(0)
    for (let pair = 0; pair < pairs; pair++) {
      const x = pairOf(row, pair, d)
      const code = f64x2.nearest(f64x2.mul(x, f64x2.splat(inverse)))
      const rest = f64x2.sub(x, f64x2.mul(f64x2.splat(scale), code))
      const integers = i32x4.trunc_sat_f64x2_s_zero(code)
      store<i16>(at, <i16>((i32x4.extract_lane(integers, 0) & 255) | (i32x4.extract_lane(integers, 1) << 8)))
      at += 32
      error2 = f64x2.add(error2, f64x2.mul(rest, rest))
      norm2 = f64x2.add(norm2, f64x2.mul(x, x))
    }
    store<f32>(norms + ((<usize>r) << 2), <f32>sumOf(norm2))
    maxError = max(maxError, sumOf(error2))
    maxNorm = max(maxNorm, sumOf(norm2))
  }
  const norm = sqrt(maxNorm) * (1 + slack)
  const error = sqrt(maxError) * (1 + slack) + slack * norm
  store<f64>(header + SCALE, scale)
  if (load<i32>(index + IS_INNER_PRODUCT)) {
    store<f64>(header + CODED_FACTOR, error + slack * norm)
    store<f64>(header + ERROR_FACTOR, norm * (1 + slack))
    store<f64>(header + SUMMAND, 0)
  } else {
    store<f64>(header + CODED_FACTOR, 2 * error + (4 * FLOAT32_SLACK + slack) * (norm + error))
    store<f64>(header + ERROR_FACTOR, 2 * norm)
    store<f64>(header + SUMMAND, norm < LONGEST ? FLOAT32_SLACK * norm * norm : f64.POSITIVE_INFINITY)
  }
}

/** Codes a query, in steps so fine that no sum of d products of codes leaves int32. */
export function encodeQuery(index: usize, query: usize): void {
  const d = load<i32>(index + D)
  const pairs = load<i32>(index + PAIRS)
  const vector = load<usize>(query + Q_VECTOR)
  const slack = relativeSlack(d)
  const maxCode = min(MAX_QUERY_CODE, Math.floor(<f64>i32.MAX_VALUE / (MAX_CODE * <f64>(pairs << 1))))
  const scale = largest(vector, d) / maxCode
  const inverse: f64 = scale > 0 ? 1 / scale : 0
  let at = load<usize>(query + Q_CODES)
  let error2 = f64x2.splat(0)
  let coded2 = f64x2.splat(0)
  let norm2 = f64x2.splat(0)
  for (let pair = 0; pair < pairs; pair++) {
    const x = pairOf(vector, pair, d)
    const code = f64x2.nearest(f64x2.mul(x, f64x2.splat(inverse)))
    const rest = f64x2.sub(x, f64x2.mul(f64x2.splat(scale), code))
    const integers = i32x4.trunc_sat_f64x2_s_zero(code)
    store<i32>(at, (i32x4.extract_lane(integers, 0) & 0xffff) | (i32x4.extract_lane(integers, 1) << 16))
    at += 16
    error2 = f64x2.add(error2, f64x2.mul(rest, rest))
    coded2 = f64x2.add(coded2, f64x2.mul(code, code))
    norm2 = f64x2.add(norm2, f64x2.mul(x, x))
  }
  store<f64>(query + Q_SCALE, scale)
  store<f64>(query + Q_NORM2, sumOf(norm2))
  store<f64>(query + Q_CODED, scale * sqrt(sumOf(coded2)) * (1 + slack))
  store<f64>(query + Q_ERROR, sqrt(sumOf(error2)) * (1 + slack) + slack * sqrt(sumOf(norm2)))
}

/** Two components of a vector of d; behind an odd last one, 0. */
function pairOf(vector: usize, pair: i32, d: i32): v128 {
  const at = vector + ((<usize>pair) << 3)
  return f64x2.promote_low_f32x4((pair << 1) + 1 < d ? v128.load64_zero(at) : v128.load32_zero(at))
}

function sumOf(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1)
}

/** The largest magnitude among n floats. */
function largest(values: usize, n: i32): f64 {
  const end = values + ((<usize>(n & ~3)) << 2)
  let four = f32x4.splat(0)
  for (; values < end; values += 16) four = f32x4.pmax(four, f32x4.abs(v128.load(values)))
  let result: f32 = 0
  for (let i = 0; i < (n & 3); i++) result = max(result, abs(load<f32>(values + ((<usize>i) << 2))))
  result = max(result, max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)))
  return <f64>max(result, max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)))
}
