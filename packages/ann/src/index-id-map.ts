import { checkVectors } from './check-vectors.js'
import { describeType } from './describe-type.js'
import { AnnError } from './errors.js'
import { IdRows } from './id-rows.js'
import type { Metric } from './metric.js'
import { checkSearchOptions, type SearchOptions } from './options.js'
import { hasRowLabels, removeRows } from './row-labels.js'
import { VectorIndex } from './vector-index.js'
import { withRoom } from './with-room.js'

/** An id: any int64 but -1, which stands for "nothing found". As a number it must be a safe integer. */
export type Id = bigint | number

/** As `SearchResult`, with ids in the place of labels; padding is -1n. */
export interface IdSearchResult {
  readonly distances: Float32Array
  readonly labels: BigInt64Array
}

/** As `RangeSearchResult`, with ids in the place of labels. */
export interface IdRangeSearchResult {
  readonly limits: Int32Array
  readonly distances: Float32Array
  readonly labels: BigInt64Array
}

const NOTHING_FOUND = -1n

/**
 * Gives the vectors of another index ids of the caller's choice: what is asked and answered is in ids. FAISS's
 * IndexIDMap, with `reconstruct` as in its IndexIDMap2.
 *
 * As in FAISS, several vectors may have one id: `search` may answer it several times, `remove`, `include` and `exclude`
 * mean all of them, and `reconstruct` gives the vector that was added last.
 *
 * The index within must be changed through this one alone. It may be an inverted file, too, and then `remove` leaves no
 * gaps in its labels.
 *
 * @example
 * const index = new IndexIDMap(new IndexFlatL2(2))
 * index.addWithIds(Float32Array.of(0, 0, 3, 4), [7001n, 7002n])
 * index.search(Float32Array.of(3, 3), 1) // labels [7002n], distances [1]
 */
export class IndexIDMap<I extends VectorIndex = VectorIndex> {
  /** What finds the vectors; it knows them by label, which is their row in {@link IndexIDMap.ids}. */
  readonly index: I
  #ids: BigInt64Array = new BigInt64Array(0)
  /** Made when it is first needed after a change. */
  #idRows: IdRows | undefined

  /**
   * @param index - Kept, not copied.
   * @param ids - Those of the vectors it holds already, by label.
   * @throws {@link AnnError} INVALID_OPTION if an id is no int64 or is -1, or if the labels in `index` are not
   *   0 … ntotal - 1; DIMENSION_MISMATCH if there are not as many ids as vectors.
   */
  constructor(index: I, ids: BigInt64Array | readonly Id[] = []) {
    if (!(index instanceof VectorIndex))
      throw new AnnError('INVALID_OPTION', `index must be one without ids, got ${describeType(index)}`)
    if (!hasRowLabels(index))
      throw new AnnError('INVALID_OPTION', 'index must have the labels 0 … ntotal - 1, got labels of its own')
    this.index = index
    this.#ids = checkedIds(ids, index.ntotal)
  }

  /** Components of a vector. */
  get d(): number {
    return this.index.d
  }

  /** How nearness is measured. */
  get metric(): Metric {
    return this.index.metric
  }

  /** How many vectors are stored. */
  get ntotal(): number {
    return this.index.ntotal
  }

  /** Whether vectors can be added and found. */
  get isTrained(): boolean {
    return this.index.isTrained
  }

  /** The id of every vector, in the order they were added, as a view: read only, and valid until the next change. */
  get ids(): BigInt64Array {
    return this.#ids.subarray(0, this.ntotal)
  }

  /** Trains the index within; see {@link VectorIndex.train}. */
  train(x: Float32Array): void {
    this.index.train(x)
  }

  /**
   * Appends vectors. All are stored or, if one is refused, none.
   *
   * @param x - n x d, row-major, all finite. Copied.
   * @param ids - n of them. Copied.
   * @throws {@link AnnError} as {@link VectorIndex.add}; INVALID_OPTION if an id is no int64 or is -1;
   *   DIMENSION_MISMATCH if there are not as many ids as vectors.
   */
  addWithIds(x: Float32Array, ids: BigInt64Array | readonly Id[]): void {
    const n = checkVectors('x', x, this.d)
    const added = checkedIds(ids, n)
    const { ntotal } = this
    this.index.add(x)
    this.#ids = withRoom(this.#ids, ntotal, ntotal + n)
    this.#ids.set(added, ntotal)
    this.#idRows = undefined
  }

  /**
   * Forgets all vectors with some ids.
   *
   * Cost: `O(ntotal)`, and what the index within takes.
   *
   * @param ids - Those that are not there are ignored.
   * @returns How many vectors went.
   * @throws {@link AnnError} INVALID_OPTION if an id is no int64.
   */
  remove(ids: Iterable<Id>): number {
    const rows = new Set(this.#rows('ids', ids))
    const kept = this.ids.filter((_, row) => !rows.has(row))
    removeRows(this.index, rows)
    this.#ids = kept
    this.#idRows = undefined
    return rows.size
  }

  /**
   * Copies one stored vector, as far as the index within has kept it; of several with this id, the one added last.
   *
   * @returns A fresh array of d components.
   * @throws {@link AnnError} OUT_OF_RANGE if there is no such id; INVALID_OPTION if it is no int64.
   */
  reconstruct(id: Id): Float32Array {
    const row = this.#rowsById().lastRow(toInt64('id', id))
    if (row === undefined) throw new AnnError('OUT_OF_RANGE', `id must be of a stored vector, got ${id}`)
    return this.index.reconstruct(row)
  }

  /** Forgets all vectors and ids, but not what was learned. */
  reset(): void {
    this.index.reset()
    this.#ids = new BigInt64Array(0)
    this.#idRows = undefined
  }

  /**
   * Finds the `k` nearest stored vectors to each query; see {@link VectorIndex.search}. Equal distances come in the
   * order in which the vectors were added.
   *
   * @throws {@link AnnError} as {@link VectorIndex.search}; INVALID_OPTION if an id in `options` is no int64.
   */
  search(queries: Float32Array, k: number, options: SearchOptions<Id> = {}): IdSearchResult {
    const { distances, labels } = this.index.search(queries, k, this.#byLabel(options))
    return { distances, labels: this.#idsOf(labels) }
  }

  /**
   * Finds all stored vectors nearer than a radius to each query; see {@link VectorIndex.rangeSearch}.
   *
   * @throws {@link AnnError} as {@link VectorIndex.rangeSearch}; INVALID_OPTION if an id in `options` is no int64.
   */
  rangeSearch(queries: Float32Array, radius: number, options: SearchOptions<Id> = {}): IdRangeSearchResult {
    const { limits, distances, labels } = this.index.rangeSearch(queries, radius, this.#byLabel(options))
    return { limits, distances, labels: this.#idsOf(labels) }
  }

  #idsOf(labels: Int32Array): BigInt64Array {
    const ids = new BigInt64Array(labels.length).fill(NOTHING_FOUND)
    for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) ids[i] = this.#ids[labels[i]!]!
    return ids
  }

  #byLabel(options: SearchOptions<Id>): SearchOptions {
    checkSearchOptions(options)
    const { include, exclude } = options
    return {
      ...(include !== undefined && { include: this.#rows('include', include) }),
      ...(exclude !== undefined && { exclude: this.#rows('exclude', exclude) }),
    }
  }

  #rows(name: string, ids: Iterable<Id>): Iterable<number> {
    return this.#rowsById().rows(Array.from(ids, (id) => toInt64(name, id)))
  }

  #rowsById(): IdRows {
    this.#idRows ??= new IdRows(this.ids)
    return this.#idRows
  }
}

/** @returns A copy of `ids`, once it is known that there are `n` and each can be one. */
function checkedIds(ids: BigInt64Array | readonly Id[], n: number): BigInt64Array {
  if (!Array.isArray(ids) && !(ids instanceof BigInt64Array))
    throw new AnnError('INVALID_OPTION', `ids must be a BigInt64Array or an array, got ${describeType(ids)}`)
  if (ids.length !== n)
    throw new AnnError(
      'DIMENSION_MISMATCH',
      `ids.length must be the number of vectors = ${n}, got ${ids.length}`,
    )
  return BigInt64Array.from(ids, (id) => {
    const asInt64 = toInt64('ids', id)
    if (asInt64 === NOTHING_FOUND)
      throw new AnnError('INVALID_OPTION', 'ids must not be -1, which stands for nothing found')
    return asInt64
  })
}

function toInt64(name: string, id: Id): bigint {
  const isInt64 = typeof id === 'bigint' ? BigInt.asIntN(64, id) === id : Number.isSafeInteger(id)
  if (!isInt64)
    throw new AnnError(
      'INVALID_OPTION',
      `${name} must be int64 as bigints, or as numbers up to 2^53 - 1, got ${describeId(id)}`,
    )
  return BigInt(id)
}

function describeId(id: unknown): string {
  return typeof id === 'bigint' || typeof id === 'number' ? String(id) : describeType(id)
}
