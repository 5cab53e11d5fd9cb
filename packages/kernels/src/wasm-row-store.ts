import { checkBlock, checkOutput, checkRow, checkSearch, checkShape } from './check-search.js'
import { type KernelArray, KernelMemory } from './kernel-memory.js'
import { keySignOf } from './key-sign.js'
import type {
  RangeAnswer,
  RowFilter,
  RowStore,
  RowStoreOptions,
  Runs,
  SearchOutput,
  SearchPlace,
} from './row-store.js'
import { callInParallel } from './thread-pool.js'

/** The records of assembly/row-store.ts, in int32 words. */
const STORE_WORDS = 11
const QUERY_WORDS = 32
const QUERY_BYTES = 128
const NOTED_WORDS = 2
const HEADER_FLOATS = 4
const Q_VECTOR = 10
const Q_CODES = 11
const Q_KEYS = 12
const Q_LABELS = 13
const Q_SIZE = 14
const Q_K = 15
const Q_NOTED = 20
const Q_ROOM = 22

/** Queries of a thread that are worked on at once, and the answers all of them may have room for together. */
const MAX_QUERIES = 1024
/** With threads, so many more: to wake them costs as much as some hundred queries of a small index. */
const THREADED_QUERIES = 16 * MAX_QUERIES
const MAX_ANSWERS = 2 ** 22
const CALLS_PER_THREAD = 4
/** Rows offered at once in a range search, which must have room for all of them. */
const RANGE_ROWS = 2 ** 14
/**
 * From so many answers wanted on, a query asked alone notes rows before it measures them. Measured on Gaussian vectors
 * (76,038 of 50 components, 30,000 of 128): a tenth to a sixth less time at k = 40, a quarter to a third at 240 and 480.
 */
const LEAST_NOTING = 32
/** Rows that can be noted, for each answer wanted, and besides. Where more come up, the last ones are measured at once. */
const NOTED_PER_ANSWER = 8
const MORE_NOTED = 256
/** An allowed row costs about as much to measure on its own as this many do to filter. */
const FILTERED_PER_MEASURED = 16

/**
 * A row store in WebAssembly: every row has int8 codes, by which nearly all rows are passed over without a look at
 * their components (assembly/search.ts). Its memory holds 4 GiB at most, for a row of d components about 5 d + 5 bytes.
 */
export class WasmRowStore implements RowStore {
  readonly #options: RowStoreOptions
  readonly #width: number
  readonly #memory: KernelMemory
  readonly #store: KernelArray<Int32ArrayConstructor>
  readonly #rows: KernelArray<Float32ArrayConstructor>
  readonly #codes: KernelArray<Int8ArrayConstructor>
  readonly #norms: KernelArray<Float32ArrayConstructor>
  readonly #headers: KernelArray<Float64ArrayConstructor>
  readonly #labels: KernelArray<Int32ArrayConstructor>
  readonly #bits: KernelArray<Uint8ArrayConstructor>
  readonly #queries: KernelArray<Int32ArrayConstructor>
  readonly #vectors: KernelArray<Float32ArrayConstructor>
  readonly #queryCodes: KernelArray<Int16ArrayConstructor>
  readonly #keys: KernelArray<Float32ArrayConstructor>
  readonly #answers: KernelArray<Int32ArrayConstructor>
  readonly #noted: KernelArray<Int32ArrayConstructor>
  readonly #places: KernelArray<Int32ArrayConstructor>
  nBlocks = 0

  constructor(options: RowStoreOptions) {
    checkShape(options)
    this.#options = options
    this.#width = 2 * Math.ceil(options.d / 2)
    const memory = new KernelMemory({ shared: (options.threads ?? 1) > 1 })
    this.#memory = memory
    this.#store = memory.array(Int32Array, STORE_WORDS)
    this.#headers = memory.array(Float64Array, 0)
    this.#norms = memory.array(Float32Array, 0)
    this.#labels = memory.array(Int32Array, 0)
    this.#bits = memory.array(Uint8Array, 0)
    this.#codes = memory.array(Int8Array, 0)
    this.#rows = memory.array(Float32Array, 0)
    this.#queries = memory.array(Int32Array, 0)
    this.#vectors = memory.array(Float32Array, 0)
    this.#queryCodes = memory.array(Int16Array, 0)
    this.#keys = memory.array(Float32Array, 0)
    this.#answers = memory.array(Int32Array, 0)
    this.#noted = memory.array(Int32Array, 0)
    this.#places = memory.array(Int32Array, 0)
  }

  get rows(): Float32Array {
    return this.#rows.view
  }

  get labels(): Int32Array {
    return this.#labels.view
  }

  resize(nBlocks: number): void {
    const { d, rowsPerBlock, hasLabels } = this.#options
    const nRows = nBlocks * rowsPerBlock
    const bitsBefore = this.#bits.length
    this.#memory.resize(
      new Map<object, number>([
        [this.#headers, nBlocks * HEADER_FLOATS],
        [this.#norms, nRows],
        [this.#labels, hasLabels ? nRows : 0],
        [this.#bits, nRows / 8],
        [this.#codes, nRows * this.#width],
        [this.#rows, nRows * d],
      ]),
    )
    this.#bits.view.fill(0, bitsBefore)
    this.nBlocks = nBlocks
    this.#describe(undefined)
  }

  encode(block: number, nRows: number): void {
    checkBlock(block, nRows, this.nBlocks, this.#options.rowsPerBlock)
    this.#memory.kernels['encodeBlock'](this.#store.address, block, nRows)
  }

  product(a: number, b: number): number {
    const nRows = this.nBlocks * this.#options.rowsPerBlock
    checkRow(a, nRows)
    checkRow(b, nRows)
    return this.#memory.kernels['storedProduct'](this.#store.address, a, b)
  }

  search(queries: Float32Array, nq: number, k: number, place: SearchPlace, output: SearchOutput): void {
    this.#check(queries, nq, k, place)
    checkOutput(output, nq * k)
    const capacity = Math.min(k, this.nBlocks * this.#options.rowsPerBlock)
    if (capacity === 0) {
      output.distances.fill(this.#sign * Infinity)
      output.labels.fill(-1)
      return
    }
    const asked = this.#outside(queries)
    const most = (this.#options.threads ?? 1) > 1 ? THREADED_QUERIES : MAX_QUERIES
    const nAtOnce = Math.max(1, Math.min(most, Math.floor(MAX_ANSWERS / capacity)))
    for (let first = 0; first < nq; first += nAtOnce) {
      const n = Math.min(nAtOnce, nq - first)
      this.#begin(asked, first, n, capacity, k, Infinity)
      if (place.guesses !== undefined && k === 1) this.#scanGuesses(place.guesses.subarray(first, first + n))
      this.#filtered(place, () => this.#scan(place, first, n))
      this.#memory.kernels['endQueries'](this.#queries.address, n)
      for (let q = 0; q < n; q++) this.#copyAnswers(q, capacity, (first + q) * k, k, output)
    }
  }

  rangeSearch(queries: Float32Array, nq: number, radius: number, place: SearchPlace): RangeAnswer[] {
    this.#check(queries, nq, 0, place)
    const asked = this.#outside(queries)
    return Array.from({ length: nq }, (_, q) => {
      const parts: RangeAnswer[] = []
      for (const where of cutPlace(place.where, q, this.#options.rowsPerBlock)) {
        this.#begin(asked, q, 1, RANGE_ROWS, 0, this.#sign * radius)
        this.#filtered(place, () => this.#scan({ ...place, where }, 0, 1))
        const size = this.#queries.view[Q_SIZE]
        if (size === 0) continue
        const part = { distances: new Float32Array(size), labels: new Int32Array(size) }
        this.#copyAnswers(0, RANGE_ROWS, 0, size, part)
        parts.push(part)
      }
      return sortedAnswer(parts, this.#sign)
    })
  }

  #check(queries: Float32Array, nq: number, k: number, place: SearchPlace): void {
    const { d, rowsPerBlock } = this.#options
    checkSearch({ queries, nq, k, place }, d, this.nBlocks * rowsPerBlock, rowsPerBlock)
  }

  /** Queries that are views of these very rows move when room is made for them; a copy does not. */
  #outside(queries: Float32Array): Float32Array {
    return queries.buffer === this.#memory.buffer ? queries.slice() : queries
  }

  get #sign(): 1 | -1 {
    return keySignOf(this.#options.metric)
  }

  /** Puts queries into the memory and codes them. Room is made first, for nothing may move after that. */
  #begin(
    queries: Float32Array,
    first: number,
    n: number,
    capacity: number,
    k: number,
    threshold: number,
  ): void {
    const { d } = this.#options
    const room = n === 1 && k >= LEAST_NOTING ? NOTED_PER_ANSWER * capacity + MORE_NOTED : 0
    this.#reserve([
      [this.#queries, n * QUERY_WORDS],
      [this.#vectors, n * d],
      [this.#queryCodes, Math.ceil(n / 4) * 4 * this.#width],
      [this.#keys, n * capacity],
      [this.#answers, n * capacity],
      [this.#noted, room * NOTED_WORDS],
    ])
    this.#vectors.view.set(queries.subarray(first * d, (first + n) * d))
    const words = this.#queries.view
    for (let q = 0; q < n; q++) {
      const at = q * QUERY_WORDS
      words[at + Q_VECTOR] = this.#vectors.address + q * d * 4
      words[at + Q_CODES] = this.#queryCodes.address + (q >> 2) * this.#width * 8 + (q & 3) * 4
      words[at + Q_KEYS] = this.#keys.address + q * capacity * 4
      words[at + Q_LABELS] = this.#answers.address + q * capacity * 4
      words[at + Q_K] = k === 0 ? 0 : capacity
      words[at + Q_NOTED] = room > 0 ? this.#noted.address : 0
      words[at + Q_ROOM] = room
    }
    this.#memory.kernels['beginQueries'](this.#store.address, this.#queries.address, n, threshold)
  }

  #scan({ where, filter }: SearchPlace, first: number, n: number): void {
    if (typeof where !== 'number') this.#scanRuns(where, first, n)
    else if (filter?.keeps && filter.rows.length * FILTERED_PER_MEASURED < where)
      this.#scanRows(filter.rows, n)
    else this.#callForQueries('scanBatch', n, where, () => 0)
  }

  #scanGuesses(rows: Int32Array): void {
    this.#reserve([[this.#places, rows.length]])
    this.#places.view.set(rows)
    this.#callForQueries('scanGuesses', rows.length, this.#places.address, () => 0)
  }

  #scanRows(rows: Int32Array, n: number): void {
    this.#reserve([[this.#places, rows.length]])
    this.#places.view.set(rows)
    this.#callForQueries('scanRows', n, this.#places.address, () => rows.length)
  }

  #scanRuns({ offsets, runs }: Runs, first: number, n: number): void {
    const start = offsets[first]
    const nRuns = offsets[first + n] - start
    this.#reserve([[this.#places, n + 1 + 2 * nRuns]])
    const places = this.#places.view
    for (let q = 0; q <= n; q++) places[q] = offsets[first + q] - start
    places.set(runs.subarray(2 * start, 2 * (start + nRuns)), n + 1)
    const { address } = this.#places
    this.#callForQueries('scanRuns', n, address + (n + 1) * 4, (q) => address + q * 4)
  }

  /**
   * Calls a kernel for all queries, or for a part of them on each thread; their answers are their own.
   *
   * @param place - Where to look, the kernel's fourth argument; `rest` gives the fifth, by the call's first query.
   */
  #callForQueries(name: string, n: number, place: number, rest: (firstQuery: number) => number): void {
    const { threads = 1 } = this.#options
    if (threads === 1 || n === 1) {
      this.#memory.kernels[name](this.#store.address, this.#queries.address, n, place, rest(0))
      return
    }
    // More calls than threads, so that none waits long for a slow one; whole fours, for the sake of the kernel that takes
    // four queries at once.
    const nPerCall = Math.ceil(n / (CALLS_PER_THREAD * threads) / 4) * 4
    const calls = []
    for (let q = 0; q < n; q += nPerCall) {
      const queries = this.#queries.address + q * QUERY_BYTES
      calls.push({ name, args: [this.#store.address, queries, Math.min(nPerCall, n - q), place, rest(q)] })
    }
    callInParallel(this.#memory, calls, threads)
  }

  #copyAnswers(q: number, capacity: number, start: number, k: number, output: SearchOutput): void {
    const size = this.#queries.view[q * QUERY_WORDS + Q_SIZE]
    const { distances, labels } = output
    const keys = this.#keys.view
    const answers = this.#answers.view
    const from = q * capacity
    for (let i = 0; i < size; i++) {
      distances[start + i] = this.#sign * keys[from + i]
      labels[start + i] = answers[from + i]
    }
    for (let i = size; i < k; i++) {
      distances[start + i] = this.#sign * Infinity
      labels[start + i] = -1
    }
  }

  /** Runs a scan with the bits of the filter's rows set, and takes them back. */
  #filtered({ filter }: SearchPlace, scan: () => void): void {
    if (filter === undefined) {
      scan()
      return
    }
    const bits = this.#bits.view
    for (const row of filter.rows) bits[row >> 3] |= 1 << (row & 7)
    this.#describe(filter)
    try {
      scan()
    } finally {
      const now = this.#bits.view
      for (const row of filter.rows) now[row >> 3] = 0
      this.#describe(undefined)
    }
  }

  /** Writes the record that kernels find everything by. */
  #describe(filter: RowFilter | undefined): void {
    const { d, metric, rowsPerBlock, hasLabels } = this.#options
    this.#store.view.set([
      d,
      this.#width / 2,
      rowsPerBlock,
      metric === 'innerProduct' ? 1 : 0,
      this.#rows.address,
      this.#codes.address,
      this.#norms.address,
      this.#headers.address,
      hasLabels ? this.#labels.address : 0,
      filter === undefined ? 0 : this.#bits.address,
      filter?.keeps ? 1 : 0,
    ])
  }

  /** Makes arrays at least so long. They lie behind the rows, so rows do not move. */
  #reserve(lengths: readonly (readonly [{ readonly length: number }, number])[]): void {
    const short = lengths.filter(([array, length]) => array.length < length)
    if (short.length > 0) this.#memory.resize(new Map<object, number>(short))
  }
}

/** The parts of one query's place, none with more rows than a range search has room for. */
function* cutPlace(where: number | Runs, q: number, rowsPerBlock: number): Generator<Runs> {
  const blocks = RANGE_ROWS / rowsPerBlock
  const all =
    typeof where === 'number'
      ? [[0, where]]
      : Array.from({ length: where.offsets[q + 1] - where.offsets[q] }, (_, i) => {
          const run = where.offsets[q] + i
          return [where.runs[2 * run], where.runs[2 * run + 1]]
        })
  for (const [firstBlock, nRows] of all)
    for (let done = 0; done < nRows; done += RANGE_ROWS)
      yield {
        offsets: Int32Array.of(0, 1),
        runs: Int32Array.of(firstBlock + (done / RANGE_ROWS) * blocks, Math.min(RANGE_ROWS, nRows - done)),
      }
}

function sortedAnswer(parts: readonly RangeAnswer[], sign: 1 | -1): RangeAnswer {
  const distances = Float32Array.from(parts.flatMap((part) => [...part.distances]))
  const labels = Int32Array.from(parts.flatMap((part) => [...part.labels]))
  const order = [...labels.keys()].sort(
    (a, b) => sign * (distances[a] - distances[b]) || labels[a] - labels[b],
  )
  return {
    distances: Float32Array.from(order, (at) => distances[at]),
    labels: Int32Array.from(order, (at) => labels[at]),
  }
}
