// Exact search by a filter: the dot product of int8 codes bounds a row's distance from below, and only rows whose
// bound is not beyond the k-th best distance so far are measured. Where k is large, rows are not measured as they are
// found, but noted: the codes bound a distance from above, too, and the k-th smallest of those bounds tells at the end
// of the scan which rows need not be measured at all. docs/exact-search.md proves that no row of the answer is lost.
// The plain twin measures every row: src/reference/scan.ts and top-k-heap.ts.
//
// SAFETY: nothing here is checked. src/row-store.ts lays the store and the queries out.
import { exactProduct, innerProduct, squaredL2 } from './distance'
import { encodeQuery, LONGEST, relativeSlack } from './encode'
import {
  BITS,
  CODED_FACTOR,
  CODES,
  D,
  ERROR_FACTOR,
  HEADER_BYTES,
  HEADERS,
  IS_INNER_PRODUCT,
  KEEPS_SET,
  LABELS,
  NORMS,
  NOTED_BOUND,
  NOTED_BYTES,
  NOTED_ROW,
  PAIRS,
  Q_BASE,
  Q_CODED,
  Q_CODES,
  Q_DOTS,
  Q_ERROR,
  Q_FACTOR,
  Q_K,
  Q_KEYS,
  Q_LABELS,
  Q_LIMIT,
  Q_N_NOTED,
  Q_NORM2,
  Q_NOTED,
  Q_ROOM,
  Q_SCALE,
  Q_SIZE,
  Q_VECTOR,
  QUERY_BYTES,
  ROWS,
  ROWS_PER_BLOCK,
  SCALE,
  SUMMAND,
  THRESHOLD,
} from './row-store'
import { siftDown, siftUp, sortHeap } from './top-k'

/** Codes that stay in the second-level cache while all queries of a batch pass over them, in bytes. */
const CACHED_CODES: i32 = 1 << 17
/** Two units in the last place of a float32, relative. */
const THRESHOLD_SLACK: f64 = 2.384185791015625e-7
/** 2^-110, more than all that numbers too small for float32's precision can lose in a dot product of codes. */
const UNDERFLOW_SLACK: f64 = 7.703719777548943e-34
/** More than the relative error of a few operations in float64. */
const ARITHMETIC_SLACK: f64 = 1e-12

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
      for (; left > 0; left -= rowsPerBlock) offerBlock(index, query, block++, min(left, rowsPerBlock))
    }
    measureNoted(index, query)
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
        offerBlock(index, query, block, min(nRows - block * rowsPerBlock, rowsPerBlock))
    }
  }
  for (let q = 0; q < nQueries; q++) measureNoted(index, queries + <usize>q * QUERY_BYTES)
}

/** Offers some rows to each of `nQueries` queries, measuring all of them. */
export function scanRows(index: usize, queries: usize, nQueries: i32, rows: usize, nRows: i32): void {
  for (let q = 0; q < nQueries; q++)
    for (let i = 0; i < nRows; i++)
      visit(index, queries + <usize>q * QUERY_BYTES, load<i32>(rows + ((<usize>i) << 2)))
}

/** Offers one row to each query, so that a good guess passes over the others sooner. For queries of k = 1. */
export function scanGuesses(index: usize, queries: usize, nQueries: i32, rows: usize): void {
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    visit(index, query, load<i32>(rows + ((<usize>q) << 2)))
    setBase(index, query)
  }
}

/** Codes queries that lie one after the other and whose vectors are in place, and empties their answers. */
export function beginQueries(index: usize, queries: usize, nQueries: i32, threshold: f64): void {
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    store<i32>(query + Q_SIZE, 0)
    store<i32>(query + Q_N_NOTED, 0)
    store<f64>(query + THRESHOLD, threshold)
    encodeQuery(index, query)
    setBase(index, query)
  }
}

/** Sorts the answers to queries that lie one after the other, best first. */
export function endQueries(queries: usize, nQueries: i32): void {
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * QUERY_BYTES
    sortHeap(load<usize>(query + Q_KEYS), load<usize>(query + Q_LABELS), load<i32>(query + Q_SIZE))
  }
}

/** Inner product of two rows, before it is rounded to float32. */
export function storedProduct(index: usize, a: i32, b: i32): f64 {
  const d = load<i32>(index + D)
  const rows = load<usize>(index + ROWS)
  const rowBytes = (<usize>d) << 2
  return exactProduct(rows + <usize>a * rowBytes, rows + <usize>b * rowBytes, d)
}

/** Offers rows of a block to a query, or notes them for it. */
function offerBlock(index: usize, query: usize, block: i32, nRows: i32): void {
  if (load<usize>(query + Q_NOTED)) scanBlock<Noted>(index, query, block, nRows)
  else scanBlock<Measured>(index, query, block, nRows)
}

/** What becomes of the rows of a block that may be in the answer. */
class Measured {}
class Noted {}

/** Compiled once for each of the two: with a choice in it, the loop took a tenth longer. */
function scanBlock<Rows>(index: usize, query: usize, block: i32, nRows: i32): void {
  const pairs = load<i32>(index + PAIRS)
  const first = block * load<i32>(index + ROWS_PER_BLOCK)
  const isInnerProduct = load<i32>(index + IS_INNER_PRODUCT)
  let codes = load<usize>(index + CODES) + <usize>first * ((<usize>pairs) << 1)
  const norms = load<usize>(index + NORMS) + ((<usize>first) << 2)
  const header = load<usize>(index + HEADERS) + <usize>block * HEADER_BYTES
  const queryCodes = load<usize>(query + Q_CODES)
  const queryEnd = queryCodes + ((<usize>pairs) << 4)
  setLimit(index, query, header)
  for (let row = 0; row < nRows; row += 16) {
    let dot0 = i32x4.splat(0)
    let dot1 = i32x4.splat(0)
    let dot2 = i32x4.splat(0)
    let dot3 = i32x4.splat(0)
    for (let at = queryCodes; at < queryEnd; at += 16) {
      const q = v128.load32_splat(at)
      dot0 = i32x4.add(dot0, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes), q))
      dot1 = i32x4.add(dot1, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 8), q))
      dot2 = i32x4.add(dot2, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 16), q))
      dot3 = i32x4.add(dot3, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 24), q))
      codes += 32
    }
    const at = norms + ((<usize>row) << 2)
    const beyond0 = beyond8(query, isInnerProduct, at, dot0, dot1)
    const beyond1 = beyond8(query, isInnerProduct, at + 32, dot2, dot3)
    if (!allSet(v128.and(beyond0, beyond1))) {
      const left = nRows - row
      if (idof<Rows>() === idof<Noted>()) {
        noteAll(index, query, header, first + row, beyond0, left, dot0, dot1)
        noteAll(index, query, header, first + row + 8, beyond1, left - 8, dot2, dot3)
      } else {
        visitAll(index, query, header, first + row, beyond0, left)
        visitAll(index, query, header, first + row + 8, beyond1, left - 8)
      }
    }
  }
}

/** As {@link scanBlock}, for four queries at once, 8 rows at a time; none of them notes rows. */
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
  const queryCodes = load<usize>(four + Q_CODES)
  const queryEnd = queryCodes + ((<usize>pairs) << 4)
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
    for (let j = queryCodes; j < queryEnd; j += 16) {
      const low = v128.load_ext<i8>(at)
      const high = v128.load_ext<i8>(at, 8)
      at += 32
      let q = v128.load32_splat(j)
      low0 = i32x4.add(low0, i32x4.dot_i16x8_s(low, q))
      high0 = i32x4.add(high0, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(j, 4)
      low1 = i32x4.add(low1, i32x4.dot_i16x8_s(low, q))
      high1 = i32x4.add(high1, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(j, 8)
      low2 = i32x4.add(low2, i32x4.dot_i16x8_s(low, q))
      high2 = i32x4.add(high2, i32x4.dot_i16x8_s(high, q))
      q = v128.load32_splat(j, 12)
      low3 = i32x4.add(low3, i32x4.dot_i16x8_s(low, q))
      high3 = i32x4.add(high3, i32x4.dot_i16x8_s(high, q))
    }
    const at8 = norms + ((<usize>row) << 2)
    const beyond0 = beyond8(four, isInnerProduct, at8, low0, high0)
    const beyond1 = beyond8(query1, isInnerProduct, at8, low1, high1)
    const beyond2 = beyond8(query2, isInnerProduct, at8, low2, high2)
    const beyond3 = beyond8(query3, isInnerProduct, at8, low3, high3)
    if (!allSet(v128.and(v128.and(beyond0, beyond1), v128.and(beyond2, beyond3)))) {
      const left = nRows - row
      visitAll(index, four, header, first + row, beyond0, left)
      visitAll(index, query1, header, first + row, beyond1, left)
      visitAll(index, query2, header, first + row, beyond2, left)
      visitAll(index, query3, header, first + row, beyond3, left)
    }
  }
}

/** Which of 8 rows cannot be in the answer: all ones in a 16-bit lane. What is not a number can be. */
function beyond8(query: usize, isInnerProduct: i32, norms: usize, low: v128, high: v128): v128 {
  const limit = v128.load32_splat(query, Q_LIMIT)
  if (isInnerProduct) return narrow(i32x4.lt_s(low, limit), i32x4.lt_s(high, limit))
  const factor = v128.load32_splat(query, Q_FACTOR)
  const bound0 = f32x4.sub(v128.load(norms), f32x4.mul(f32x4.convert_i32x4_s(low), factor))
  const bound1 = f32x4.sub(v128.load(norms, 16), f32x4.mul(f32x4.convert_i32x4_s(high), factor))
  return narrow(f32x4.gt(bound0, limit), f32x4.gt(bound1, limit))
}

/** Two masks of four lanes as one of eight. */
function narrow(low: v128, high: v128): v128 {
  return i16x8.narrow_i32x4_s(low, high)
}

function allSet(mask: v128): bool {
  return i8x16.bitmask(mask) === 0xffff
}

/** Computes what limits take from a query, after its threshold has changed. */
function setBase(index: usize, query: usize): void {
  const threshold = load<f64>(query + THRESHOLD)
  // The canonical distance is rounded to float32: one that is reported as the threshold may lie a little beyond it.
  const slack = Math.abs(threshold) * THRESHOLD_SLACK + UNDERFLOW_SLACK
  let base: f64
  if (load<i32>(index + IS_INNER_PRODUCT)) base = -threshold - slack
  else {
    const norm2 = load<f64>(query + Q_NORM2)
    const rounding = relativeSlack(load<i32>(index + D)) * (Math.abs(threshold) + norm2)
    base = load<f64>(query + Q_CODED) < LONGEST ? threshold + slack - norm2 + rounding : f64.POSITIVE_INFINITY
  }
  store<f64>(query + Q_BASE, base)
}

/** Computes what the dot products of a block are compared with. */
function setLimit(index: usize, query: usize, header: usize): void {
  const base = load<f64>(query + Q_BASE)
  const scales = load<f64>(query + Q_SCALE) * load<f64>(header + SCALE)
  const gap =
    load<f64>(query + Q_CODED) * load<f64>(header + CODED_FACTOR) +
    load<f64>(query + Q_ERROR) * load<f64>(header + ERROR_FACTOR)
  if (load<i32>(index + IS_INNER_PRODUCT)) {
    const limit = (base - gap) / scales
    const integer = Math.floor(limit - Math.abs(limit) * 1e-12 - 1)
    // Also when it is not a number, as with a scale of 0.
    store<i32>(query + Q_LIMIT, integer > -2147483648 ? <i32>min(integer, 2147483647) : i32.MIN_VALUE)
    return
  }
  const limit = base + gap + load<f64>(header + SUMMAND)
  store<f32>(query + Q_FACTOR, <f32>(2 * scales))
  store<f32>(query + Q_LIMIT, <f32>(limit + Math.abs(limit) * THRESHOLD_SLACK))
}

/** Visits those of 8 rows that may be in the answer; none of them past `left`. */
function visitAll(index: usize, query: usize, header: usize, first: i32, beyond: v128, left: i32): void {
  let kept = keptOf(beyond, left)
  if (kept === 0) return
  const threshold = load<f64>(query + THRESHOLD)
  while (kept) {
    visit(index, query, first + ctz(kept))
    kept &= kept - 1
  }
  if (load<f64>(query + THRESHOLD) === threshold) return
  setBase(index, query)
  setLimit(index, query, header)
}

/**
 * Notes those of 8 rows that may be in the answer, none of them past `left`, with a bound from below; the k smallest
 * bounds from above make the threshold meanwhile. Without room for 8 more, what is noted is measured and the scan goes
 * on without notes.
 */
function noteAll(
  index: usize,
  query: usize,
  header: usize,
  first: i32,
  beyond: v128,
  left: i32,
  low: v128,
  high: v128,
): void {
  let kept = keptOf(beyond, left)
  if (kept === 0) return
  const nNoted = load<i32>(query + Q_N_NOTED)
  if (nNoted + 8 > load<i32>(query + Q_ROOM)) {
    measureNoted(index, query)
    setLimit(index, query, header)
    visitAll(index, query, header, first, beyond, left)
    return
  }
  const threshold = load<f64>(query + THRESHOLD)
  v128.store(query + Q_DOTS, low)
  v128.store(query + Q_DOTS, high, 16)
  const scales = load<f64>(query + Q_SCALE) * load<f64>(header + SCALE)
  const gap =
    load<f64>(query + Q_CODED) * load<f64>(header + CODED_FACTOR) +
    load<f64>(query + Q_ERROR) * load<f64>(header + ERROR_FACTOR) +
    load<f64>(header + SUMMAND)
  const isInnerProduct = load<i32>(index + IS_INNER_PRODUCT)
  const slack = isInnerProduct ? ARITHMETIC_SLACK : ARITHMETIC_SLACK + relativeSlack(load<i32>(index + D))
  const norm2 = isInnerProduct ? 0 : load<f64>(query + Q_NORM2)
  const norms = load<usize>(index + NORMS) + ((<usize>first) << 2)
  let noted = load<usize>(query + Q_NOTED) + <usize>nNoted * NOTED_BYTES
  while (kept) {
    const at = ctz(kept)
    kept &= kept - 1
    const row = first + at
    if (!isAdmitted(index, row)) continue
    const product = scales * <f64>load<i32>(query + Q_DOTS + ((<usize>at) << 2))
    const key = isInnerProduct ? -product : norm2 + <f64>load<f32>(norms + ((<usize>at) << 2)) - 2 * product
    const margin = gap + (Math.abs(key) + gap + norm2) * slack + UNDERFLOW_SLACK
    store<i32>(noted + NOTED_ROW, row)
    // Not a number where both are infinite, and then no bound: such a row will be measured.
    store<f32>(noted + NOTED_BOUND, <f32>(key - margin))
    noted += NOTED_BYTES
    offer(query, <f32>(key + margin), row)
  }
  store<i32>(query + Q_N_NOTED, <i32>((noted - load<usize>(query + Q_NOTED)) / NOTED_BYTES))
  if (load<f64>(query + THRESHOLD) === threshold) return
  setBase(index, query)
  setLimit(index, query, header)
}

/**
 * Measures the rows that were noted, but for those whose bound is beyond the k-th smallest bound from above, and forgets
 * them all; then the query notes no more.
 */
function measureNoted(index: usize, query: usize): void {
  let noted = load<usize>(query + Q_NOTED)
  if (noted === 0) return
  const end = noted + <usize>load<i32>(query + Q_N_NOTED) * NOTED_BYTES
  const most = load<f64>(query + THRESHOLD)
  store<usize>(query + Q_NOTED, 0)
  store<i32>(query + Q_SIZE, 0)
  store<f64>(query + THRESHOLD, f64.POSITIVE_INFINITY)
  for (; noted < end; noted += NOTED_BYTES) {
    const bound = <f64>load<f32>(noted + NOTED_BOUND)
    if (bound > most || bound > load<f64>(query + THRESHOLD)) continue
    measure(index, query, load<i32>(noted + NOTED_ROW))
  }
  setBase(index, query)
}

/** Which of 8 rows are not beyond and not past `left`, as bits. */
function keptOf(beyond: v128, left: i32): i32 {
  if (left <= 0) return 0
  return ~i16x8.bitmask(beyond) & (left < 8 ? (1 << left) - 1 : 255)
}

/** Whether a search may find a row. */
function isAdmitted(index: usize, row: i32): bool {
  const bits = load<usize>(index + BITS)
  if (bits === 0) return true
  const isSet = (load<u8>(bits + (<usize>row >> 3)) >> (<u8>row & 7)) & 1
  return <i32>isSet === load<i32>(index + KEEPS_SET)
}

/** Measures a row, if it may be found at all. */
function visit(index: usize, query: usize, row: i32): void {
  if (isAdmitted(index, row)) measure(index, query, row)
}

/** Measures a row and keeps it if it is among the best. */
function measure(index: usize, query: usize, row: i32): void {
  const d = load<i32>(index + D)
  const vector = load<usize>(query + Q_VECTOR)
  const stored = load<usize>(index + ROWS) + ((<usize>row * <usize>d) << 2)
  const key = load<i32>(index + IS_INNER_PRODUCT)
    ? -innerProduct(vector, stored, d)
    : squaredL2(vector, stored, d)
  const labels = load<usize>(index + LABELS)
  offer(query, key, labels ? load<i32>(labels + ((<usize>row) << 2)) : row)
}

function offer(query: usize, key: f32, label: i32): void {
  const keys = load<usize>(query + Q_KEYS)
  const labels = load<usize>(query + Q_LABELS)
  const size = load<i32>(query + Q_SIZE)
  const k = load<i32>(query + Q_K)
  if (k === 0 && <f64>key >= load<f64>(query + THRESHOLD)) return
  if (k === 0 || size < k) {
    siftUp(keys, labels, size, key, label)
    store<i32>(query + Q_SIZE, size + 1)
    if (size + 1 !== k) return
  } else {
    const worst = load<f32>(keys)
    if (key > worst || (key === worst && label > load<i32>(labels))) return
    siftDown(keys, labels, k, key, label)
  }
  store<f64>(query + THRESHOLD, <f64>load<f32>(keys))
}
