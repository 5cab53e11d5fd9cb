import { type BackendOption, chooseBackend } from './backend.js'
import { PlainRowStore } from './reference/plain-row-store.js'
import { WasmRowStore } from './wasm-row-store.js'

/** How nearness is measured: squared L2, smaller is nearer, or inner product, larger is nearer. */
export type Metric = 'l2' | 'innerProduct'

/** What a {@link RowStore} is made for. */
export interface RowStoreOptions {
  /** Components of a row. */
  readonly d: number
  readonly metric: Metric
  /** Rows that share one scale of their codes: 16, 32, 64, 128 or 256. */
  readonly rowsPerBlock: number
  /** Whether rows have labels; without, a row's number is its label. */
  readonly hasLabels: boolean
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
  /** Threads for a batch of queries. @defaultValue 1 */
  readonly threads?: number
}

/** Which rows a search may find. */
export interface RowFilter {
  /** Row numbers, each once. */
  readonly rows: Int32Array
  /** Whether `rows` are the only ones to be found, or those not to be found. */
  readonly keeps: boolean
}

/**
 * Rows to be looked at by each query: query q's runs are pairs `offsets[q] … offsets[q + 1] - 1` of `runs`, each a first
 * block and a number of rows; all blocks of a run but the last are full.
 */
export interface Runs {
  readonly offsets: Int32Array
  readonly runs: Int32Array
}

/** Where a search looks: at the first so many rows, or at each query's own runs. */
export interface SearchPlace {
  readonly where: number | Runs
  readonly filter?: RowFilter | undefined
  /** For k = 1: a row for each query that may well be the answer; it changes no answer, only how soon it is known. */
  readonly guesses?: Int32Array | undefined
}

/** Where a search writes, at `q * k … q * k + k - 1` for query q. */
export interface SearchOutput {
  /** Squared L2 or inner product; padding is Infinity, or -Infinity for inner product. */
  readonly distances: Float32Array
  /** Padding is -1. */
  readonly labels: Int32Array
}

/** All that was found within a radius, sorted as the answers of a search are, for each query. */
export interface RangeAnswer {
  readonly distances: Float32Array
  readonly labels: Int32Array
}

/**
 * float32 rows in blocks, and exact search among them. Both implementations give the same bits: the distances are the
 * canonical ones of reference/scan.ts, ties go to the lower label. The caller has seen to it that all components are
 * finite; rows and places that do not exist are refused with a {@link KernelError} OUT_OF_BOUNDS.
 */
export interface RowStore {
  /** Blocks there is room for. */
  readonly nBlocks: number
  /** nBlocks * rowsPerBlock x d, row-major. Valid until the next {@link RowStore.resize}. */
  readonly rows: Float32Array
  /** One to a row, or none. Valid until the next {@link RowStore.resize}. */
  readonly labels: Int32Array
  /** Makes room for so many blocks; what is in those that stay, stays. */
  resize(nBlocks: number): void
  /** To be called after the first `nRows` rows of a block were written. */
  encode(block: number, nRows: number): void
  /** Inner product of two rows, in float64: what reference/scan.ts rounds to float32. */
  product(a: number, b: number): number
  /** The k best rows for each query; k rows of the output for each, padded. */
  search(queries: Float32Array, nq: number, k: number, place: SearchPlace, output: SearchOutput): void
  /** All rows nearer than a radius to each query. */
  rangeSearch(queries: Float32Array, nq: number, radius: number, place: SearchPlace): RangeAnswer[]
}

/**
 * Rows in the memory of the kernels, searched by WebAssembly SIMD where there is any, or else in plain arrays.
 *
 * @throws {@link KernelError} INVALID_OPTION, UNSUPPORTED; OUT_OF_MEMORY from `resize` and the searches.
 */
export function createRowStore(options: RowStoreOptions): RowStore {
  return chooseBackend(options.backend ?? 'auto') === 'wasm'
    ? new WasmRowStore(options)
    : new PlainRowStore(options)
}
