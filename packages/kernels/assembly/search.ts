// Exact search by a filter: the dot product of int8 codes bounds a row's distance from below, and only rows whose
// bound is not beyond the k-th best distance so far are measured. docs/exact-search.md proves that no row of the
// answer is lost. The plain twin measures every row: src/reference/scan.ts and top-k-heap.ts.
//
// SAFETY: nothing here is checked. src/row-store.ts lays the store and the queries out.
import { innerProduct, squaredL2 } from './distance'
import { encodeQuery, relativeSlack } from './encode'
import {
  BITS,
  CODES,
  D,
  ERROR,
  HEADER_BYTES,
  HEADERS,
  IS_INNER_PRODUCT,
  KEEPS_SET,
  LABELS,
  NORM,
  NORMS,
  PAIRS,
  Q_CODED,
  Q_CODES,
  Q_ERROR,
  Q_FACTOR,
  Q_K,
  Q_KEYS,
  Q_LABELS,
  Q_LIMIT,
  Q_NORM2,
  Q_SCALE,
  Q_SIZE,
  Q_VECTOR,
  QUERY_BYTES,
  ROWS,
  ROWS_PER_BLOCK,
  SCALE,
  THRESHOLD,
} from './row-store'
import { siftDown, siftUp, sortHeap } from './top-k'

/** Codes that stay in the second-level cache while all queries of a batch pass over them, in bytes. */
const CACHED_CODES: i32 = 1 << 17

/**
 * Offers to each of `nQueries` queries the rows of its own runs. A run is two int32: its first block and its number of
 * rows, of which all but the last block's are whole blocks. Query q's runs are `offsets[q] … offsets[q + 1] - 1`.
 */
export function scanRuns(index: usize, queries: usize, nQueries: i32, runs: usize, offsets: usize): void {
  const rowsPerBlock = load<i32>(index + ROWS_PER_BLOCK)
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    const end = load<i32>(offsets + ((<usize>(q + 1)) << 2))
    for (let run = load<i32>(offsets + ((<usize>q) << 2)); run < end; run++) {
      let block = load<i32>(runs + ((<usize>run) << 3))
      let left = load<i32>(runs + ((<usize>run) << 3) + 4)
      for (; left > 0; left -= rowsPerBlock) scanBlock(index, query, block++, min(left, rowsPerBlock))
    }
  }
}

/** Offers the first `nRows` rows to `nQueries` queries that lie one after the other. */
export function scanBatch(index: usize, queries: usize, nQueries: i32, nRows: i32): void {
  const rowsPerBlock = load<i32>(index + ROWS_PER_BLOCK)
  const blockBytes = rowsPerBlock * (load<i32>(index + PAIRS) << 1)
  const step = max(1, CACHED_CODES / blockBytes)
  const nBlocks = (nRows + rowsPerBlock - 1) / rowsPerBlock
  for (let first = 0; first < nBlocks; first += step) {
    const end = min(first + step, nBlocks)
    let q = 0
    for (; q + 4 <= nQueries; q += 4) {
      const four = queries + <usize>q * QUERY_BYTES
      for (let block = first; block < end; block++)
        scanBlockForFour(index, four, block, min(nRows - block * rowsPerBlock, rowsPerBlock))
    }
    for (; q < nQueries; q++) {
      const query = queries + <usize>q * QUERY_BYTES
      for (let block = first; block < end; block++)
        scanBlock(index, query, block, min(nRows - block * rowsPerBlock, rowsPerBlock))
    }
  }
}

/** Offers some rows to each of `nQueries` queries, measuring all of them. */
export function scanRows(index: usize, queries: usize, nQueries: i32, rows: usize, nRows: i32): void {
  for (let q = 0; q < nQueries; q++)
    for (let i = 0; i < nRows; i++)
      visit(index, queries + <usize>q * QUERY_BYTES, load<i32>(rows + ((<usize>i) << 2)))
}

/** Codes queries that lie one after the other and whose vectors are in place, and empties their answers. */
export function beginQueries(index: usize, queries: usize, nQueries: i32, threshold: f64): void {
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    store<i32>(query + Q_SIZE, 0)
    store<f64>(query + THRESHOLD, threshold)
    encodeQuery(index, query)
  }
}

/** Sorts the answers to queries that lie one after the other, best first. */
export function endQueries(queries: usize, nQueries: i32): void {
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    sortHeap(load<usize>(query + Q_KEYS), load<usize>(query + Q_LABELS), load<i32>(query + Q_SIZE))
  }
}

function scanBlock(index: usize, query: usize, block: i32, nRows: i32): void {
  const pairs = load<i32>(index + PAIRS)
  const first = block * load<i32>(index + ROWS_PER_BLOCK)
  const isInnerProduct = load<i32>(index + IS_INNER_PRODUCT)
  let codes = load<usize>(index + CODES) + <usize>first * ((<usize>pairs) << 1)
  const norms = load<usize>(index + NORMS) + ((<usize>first) << 2)
  const header = load<usize>(index + HEADERS) + <usize>block * HEADER_BYTES
  const queryCodes = load<usize>(query + Q_CODES)
  const queryEnd = queryCodes + ((<usize>pairs) << 2)
  setLimit(index, query, header)
  for (let row = 0; row < nRows; row += 16) {
    let dot0 = i32x4.splat(0)
    let dot1 = i32x4.splat(0)
    let dot2 = i32x4.splat(0)
    let dot3 = i32x4.splat(0)
    for (let at = queryCodes; at < queryEnd; at += 4) {
      const q = v128.load32_splat(at)
      dot0 = i32x4.add(dot0, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes), q))
      dot1 = i32x4.add(dot1, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 8), q))
      dot2 = i32x4.add(dot2, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 16), q))
      dot3 = i32x4.add(dot3, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 24), q))
      codes += 32
    }
    const at = norms + ((<usize>row) << 2)
    let kept: i32
    if (isInnerProduct)
      kept =
        keptByProduct(query, dot0) |
        (keptByProduct(query, dot1) << 4) |
        (keptByProduct(query, dot2) << 8) |
        (keptByProduct(query, dot3) << 12)
    else
      kept =
        keptByL2(query, at, dot0) |
        (keptByL2(query, at + 16, dot1) << 4) |
        (keptByL2(query, at + 32, dot2) << 8) |
        (keptByL2(query, at + 48, dot3) << 12)
    if (kept) visitAll(index, query, header, first + row, kept, nRows - row)
  }
}

/** As {@link scanBlock}, for four queries at once, 8 rows at a time. */
function scanBlockForFour(index: usize, four: usize, block: i32, nRows: i32): void {
  const pairs = load<i32>(index + PAIRS)
  const first = block * load<i32>(index + ROWS_PER_BLOCK)
  const isInnerProduct = load<i32>(index + IS_INNER_PRODUCT)
  const codes = load<usize>(index + CODES) + <usize>first * ((<usize>pairs) << 1)
  const norms = load<usize>(index + NORMS) + ((<usize>first) << 2)
  const header = load<usize>(index + HEADERS) + <usize>block * HEADER_BYTES
  const query1 = four + QUERY_BYTES
  const query2 = query1 + QUERY_BYTES
  const query3 = query2 + QUERY_BYTES
  const codes0 = load<usize>(four + Q_CODES)
  const codes1 = load<usize>(query1 + Q_CODES)
  const codes2 = load<usize>(query2 + Q_CODES)
  const codes3 = load<usize>(query3 + Q_CODES)
  const width = (<usize>pairs) << 2
  setLimit(index, four, header)
  setLimit(index, query1, header)
  setLimit(index, query2, header)
  setLimit(index, query3, header)
  for (let row = 0; row < nRows; row += 8) {
    let at = codes + ((<usize>(row >> 4) * <usize>pairs) << 5) + ((<usize>(row & 8)) << 1)
    let low0 = i32x4.splat(0)
    let low1 = i32x4.splat(0)
    let low2 = i32x4.splat(0)
    let low3 = i32x4.splat(0)
    let high0 = i32x4.splat(0)
    let high1 = i32x4.splat(0)
    let high2 = i32x4.splat(0)
    let high3 = i32x4.splat(0)
    for (let j: usize = 0; j < width; j += 4) {
      const low = v128.load_ext<i8>(at)
      const high = v128.load_ext<i8>(at, 8)
      at += 32
      let q = v128.load32_splat(codes0 + j)
      low0 = i32x4.add(low0, i32x4.dot_i16x8_s(low, q))
      high0 = i32x4.add(high0, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(codes1 + j)
      low1 = i32x4.add(low1, i32x4.dot_i16x8_s(low, q))
      high1 = i32x4.add(high1, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(codes2 + j)
      low2 = i32x4.add(low2, i32x4.dot_i16x8_s(low, q))
      high2 = i32x4.add(high2, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(codes3 + j)
      low3 = i32x4.add(low3, i32x4.dot_i16x8_s(low, q))
      high3 = i32x4.add(high3, i32x4.dot_i16x8_s(high, q))
    }
    const kept0 = keptOf8(four, isInnerProduct, norms, row, low0, high0)
    const kept1 = keptOf8(query1, isInnerProduct, norms, row, low1, high1)
    const kept2 = keptOf8(query2, isInnerProduct, norms, row, low2, high2)
    const kept3 = keptOf8(query3, isInnerProduct, norms, row, low3, high3)
    if (kept0 | kept1 | kept2 | kept3) {
      const left = nRows - row
      if (kept0) visitAll(index, four, header, first + row, kept0, left)
      if (kept1) visitAll(index, query1, header, first + row, kept1, left)
      if (kept2) visitAll(index, query2, header, first + row, kept2, left)
      if (kept3) visitAll(index, query3, header, first + row, kept3, left)
    }
  }
}

function keptOf8(query: usize, isInnerProduct: i32, norms: usize, row: i32, low: v128, high: v128): i32 {
  if (isInnerProduct) return keptByProduct(query, low) | (keptByProduct(query, high) << 4)
  const at = norms + ((<usize>row) << 2)
  return keptByL2(query, at, low) | (keptByL2(query, at + 16, high) << 4)
}

/** Which of four rows may have a product that is large enough, a bit each. */
function keptByProduct(query: usize, dots: v128): i32 {
  return i32x4.bitmask(i32x4.ge_s(dots, v128.load32_splat(query + Q_LIMIT)))
}

/** Which of four rows may be near enough, a bit each. What is not a number is kept. */
function keptByL2(query: usize, norms: usize, dots: v128): i32 {
  const products = f32x4.mul(f32x4.convert_i32x4_s(dots), v128.load32_splat(query + Q_FACTOR))
  const bound = f32x4.sub(v128.load(norms), products)
  return ~i32x4.bitmask(f32x4.gt(bound, v128.load32_splat(query + Q_LIMIT))) & 15
}

/** Computes what the dot products of a block are compared with. */
function setLimit(index: usize, query: usize, header: usize): void {
  const threshold = load<f64>(query + THRESHOLD)
  const scales = load<f64>(query + Q_SCALE) * load<f64>(header + SCALE)
  const coded = load<f64>(query + Q_CODED)
  const error = load<f64>(header + ERROR)
  const norm = load<f64>(header + NORM)
  // At most this much do the products of codes differ from those of the vectors.
  const gap = coded * error + load<f64>(query + Q_ERROR) * norm
  // The canonical distance is rounded to float32: one that is reported as the threshold may lie a little beyond it.
  const slack = Math.abs(threshold) * 2.384185791015625e-7 + 7.703719777548943e-34
  if (load<i32>(index + IS_INNER_PRODUCT)) {
    const rounding = relativeSlack(load<i32>(index + D)) * (coded + load<f64>(query + Q_ERROR)) * norm
    const limit = (-threshold - slack - gap - rounding) / scales
    const integer = Math.floor(limit - Math.abs(limit) * 1e-12 - 1)
    // Also when it is not a number, as with a scale of 0.
    store<i32>(query + Q_LIMIT, integer > -2147483648 ? <i32>min(integer, 2147483647) : i32.MIN_VALUE)
    return
  }
  const norm2 = load<f64>(query + Q_NORM2)
  const cross = coded * (norm + error)
  const magnitude = norm * norm + 4 * cross
  const limit =
    threshold +
    slack -
    norm2 +
    2 * gap +
    magnitude * 1.25e-7 +
    (Math.abs(threshold) + norm2 + cross) * relativeSlack(load<i32>(index + D))
  store<f32>(query + Q_FACTOR, <f32>(2 * scales))
  store<f32>(query + Q_LIMIT, magnitude < 8.5e37 ? <f32>(limit + Math.abs(limit) * 2.4e-7) : f32.POSITIVE_INFINITY)
}

/** Visits the rows whose bit is set; none of them past `left`. */
function visitAll(index: usize, query: usize, header: usize, first: i32, bits: i32, left: i32): void {
  let kept = bits
  while (kept) {
    const r = ctz(kept)
    kept &= kept - 1
    if (r < left) visit(index, query, first + r)
  }
  setLimit(index, query, header)
}

/** Measures a row and keeps it if it is among the best. */
function visit(index: usize, query: usize, row: i32): void {
  const bits = load<usize>(index + BITS)
  if (bits) {
    const isSet = (load<u8>(bits + ((<usize>row) >> 3)) >> (<u8>row & 7)) & 1
    if (<i32>isSet != load<i32>(index + KEEPS_SET)) return
  }
  const d = load<i32>(index + D)
  const vector = load<usize>(query + Q_VECTOR)
  const stored = load<usize>(index + ROWS) + ((<usize>row * <usize>d) << 2)
  const key = load<i32>(index + IS_INNER_PRODUCT) ? -innerProduct(vector, stored, d) : squaredL2(vector, stored, d)
  const labels = load<usize>(index + LABELS)
  offer(query, key, labels ? load<i32>(labels + ((<usize>row) << 2)) : row)
}

function offer(query: usize, key: f32, label: i32): void {
  const keys = load<usize>(query + Q_KEYS)
  const labels = load<usize>(query + Q_LABELS)
  const size = load<i32>(query + Q_SIZE)
  const k = load<i32>(query + Q_K)
  if (k == 0 && <f64>key >= load<f64>(query + THRESHOLD)) return
  if (k == 0 || size < k) {
    siftUp(keys, labels, size, key, label)
    store<i32>(query + Q_SIZE, size + 1)
    if (size + 1 != k) return
  } else {
    const worst = load<f32>(keys)
    if (key > worst || (key == worst && label > load<i32>(labels))) return
    siftDown(keys, labels, k, key, label)
  }
  store<f64>(query + THRESHOLD, <f64>load<f32>(keys))
}
