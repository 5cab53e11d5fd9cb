import { KernelError } from './errors.js'
import type { RowFilter, RowStoreOptions, Runs, SearchOutput, SearchPlace } from './row-store.js'

/** What stands between a caller's arrays and a kernel that checks nothing. */
export interface Search {
  readonly queries: Float32Array
  readonly nq: number
  readonly k: number
  readonly place: SearchPlace
}

/** @throws {@link KernelError} OUT_OF_BOUNDS when a search names a row, or a place in an array, that is not there. */
export function checkSearch(
  { queries, nq, k, place }: Search,
  d: number,
  nRows: number,
  perBlock: number,
): void {
  if (!Number.isInteger(nq) || nq < 0 || queries.length !== nq * d)
    refuse(`${nq} queries of ${d} components must be ${nq * d} numbers, got ${queries.length}`)
  if (!Number.isInteger(k) || k < 0) refuse(`k must be an integer >= 0, got ${k}`)
  const { where, filter, guesses } = place
  if (typeof where !== 'number') checkRuns(where, nq, nRows, perBlock)
  else if (!Number.isInteger(where) || where < 0 || where > nRows)
    refuse(`rows to search must be 0 to ${nRows}, got ${where}`)
  if (filter !== undefined) checkRows(filter.rows, nRows)
  if (guesses === undefined) return
  if (guesses.length !== nq) refuse(`guesses must be one for each of ${nq} queries, got ${guesses.length}`)
  checkRows(guesses, nRows)
}

/** @throws {@link KernelError} OUT_OF_BOUNDS */
export function checkOutput({ distances, labels }: SearchOutput, length: number): void {
  if (distances.length < length || labels.length < length)
    refuse(`answers need ${length} places, got ${distances.length} and ${labels.length}`)
}

/** @throws {@link KernelError} OUT_OF_BOUNDS */
export function checkBlock(block: number, nRows: number, nBlocks: number, perBlock: number): void {
  if (!Number.isInteger(block) || block < 0 || block >= nBlocks)
    refuse(`block must be 0 to ${nBlocks - 1}, got ${block}`)
  if (!Number.isInteger(nRows) || nRows < 1 || nRows > perBlock)
    refuse(`rows of a block must be 1 to ${perBlock}, got ${nRows}`)
}

/** @throws {@link KernelError} OUT_OF_BOUNDS when there is no such row. */
export function checkRow(row: number, nRows: number): void {
  if (!Number.isInteger(row) || row < 0 || row >= nRows)
    refuse(`a row must be 0 to ${nRows - 1}, got ${String(row)}`)
}

/** @throws {@link KernelError} OUT_OF_BOUNDS for a shape that the kernels' layout does not allow. */
export function checkShape({ d, rowsPerBlock }: RowStoreOptions): void {
  if (!Number.isInteger(d) || d < 1) refuse(`d must be an integer >= 1, got ${d}`)
  if (![16, 32, 64, 128, 256].includes(rowsPerBlock))
    refuse(`rowsPerBlock must be a power of two from 16 to 256, got ${rowsPerBlock}`)
}

function checkRuns({ offsets, runs }: Runs, nq: number, nRows: number, perBlock: number): void {
  if (offsets.length !== nq + 1 || offsets[0] !== 0 || 2 * offsets[nq] !== runs.length)
    refuse(`offsets must be ${nq + 1} long and go from 0 to ${runs.length / 2}`)
  for (let q = 0; q < nq; q++)
    if (offsets[q] > offsets[q + 1]) refuse(`offsets must ascend, got ${offsets[q + 1]} after ${offsets[q]}`)
  for (let run = 0; run < runs.length; run += 2) {
    const first = runs[run] * perBlock
    if (first < 0 || runs[run + 1] < 0 || first + runs[run + 1] > nRows)
      refuse(`a run must lie in rows 0 to ${nRows}, got ${runs[run + 1]} from ${first} on`)
  }
}

function checkRows(rows: RowFilter['rows'], nRows: number): void {
  for (let i = 0; i < rows.length; i++)
    if (rows[i] < 0 || rows[i] >= nRows) refuse(`rows must be 0 to ${nRows - 1}, got ${rows[i]}`)
}

function refuse(message: string): never {
  throw new KernelError('OUT_OF_BOUNDS', message)
}
