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
    const rowCodes = codes + ((<usize>(r >> 4) * <usize>pairs) << 5) + ((<usize>(r & 15)) << 1)
    let error2: f64 = 0
    let norm2: f64 = 0
    for (let j = 0; j < pairs << 1; j++) {
      const x: f64 = j < d ? <f64>load<f32>(row + ((<usize>j) << 2)) : 0
      const code = nearest(x * inverse)
      const rest = x - scale * code
      store<i8>(rowCodes + ((<usize>(j >> 1)) << 5) + <usize>(j & 1), <i8>code)
      error2 += rest * rest
      norm2 += x * x
    }
    store<f32>(norms + ((<usize>r) << 2), <f32>norm2)
    maxError = max(maxError, error2)
    maxNorm = max(maxNorm, norm2)
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
  const width = load<i32>(index + PAIRS) << 1
  const vector = load<usize>(query + Q_VECTOR)
  const codes = load<usize>(query + Q_CODES)
  const slack = relativeSlack(d)
  const maxCode = min(MAX_QUERY_CODE, Math.floor(<f64>i32.MAX_VALUE / (MAX_CODE * <f64>width)))
  const scale = largest(vector, d) / maxCode
  const inverse: f64 = scale > 0 ? 1 / scale : 0
  let error2: f64 = 0
  let coded2: f64 = 0
  let norm2: f64 = 0
  for (let j = 0; j < width; j++) {
    const x: f64 = j < d ? <f64>load<f32>(vector + ((<usize>j) << 2)) : 0
    // A query of the smallest numbers has no inverse scale; any code within bounds will do.
    const code = max(-maxCode, min(maxCode, nearest(x * inverse)))
    const rest = x - scale * code
    store<i16>(codes + ((<usize>(j >> 1)) << 4) + ((<usize>(j & 1)) << 1), <i16>code)
    error2 += rest * rest
    coded2 += code * code
    norm2 += x * x
  }
  store<f64>(query + Q_SCALE, scale)
  store<f64>(query + Q_NORM2, norm2)
  store<f64>(query + Q_CODED, scale * sqrt(coded2) * (1 + slack))
  store<f64>(query + Q_ERROR, sqrt(error2) * (1 + slack) + slack * sqrt(norm2))
}

function largest(values: usize, n: i32): f64 {
  let result: f32 = 0
  for (let i = 0; i < n; i++) result = max(result, abs(load<f32>(values + ((<usize>i) << 2))))
  return <f64>result
}
