import { createScalarCodes, decodeScalars, keySignOf, type ScalarCodes, TopKHeap } from '@redux/kernels'
import type { Candidates } from './candidates.js'
import { checkVectors } from './check-vectors.js'
import { AnnError } from './errors.js'
import { withAnnErrors } from './kernel-errors.js'
import { labelTest } from './label-test.js'
import type { Metric } from './metric.js'
import { type IndexOptions, resolveIndexOptions, type SearchOptions } from './options.js'
import { joinRangeAnswers } from './range-answers.js'
import { ScalarQuantizer } from './scalar-quantizer.js'
import type { RangeSearchResult, SearchResult } from './search-result.js'
import { VectorIndex } from './vector-index.js'
import { withRoom } from './with-room.js'
import { WithinRadius } from './within-radius.js'

/** Floats that are decoded at a time: 64 KiB, which stay in a near cache while every query passes over them. */
const BLOCK_FLOATS = 16_384

/**
 * Keeps a byte for each component of a vector, a quarter of a flat index, and compares a query with every vector as it
 * is decoded. What is found is exact for the decoded vectors: the canonical distances, so a flat index that holds what
 * `reconstruct` gives answers the same to the last bit. FAISS's IndexScalarQuantizer with `QT_8bit`, code for code.
 *
 * `train` takes the lowest and highest value of each component from its sample, and what is added later is brought
 * between them. Labels count from 0 in the order of `add`; when vectors are removed, those behind move up.
 *
 * Cost per query: `d` multiply-adds for each vector, and another `d` for decoding it, shared by all queries of a call.
 *
 * @example
 * const index = new IndexScalarQuantizer(2)
 * index.train(Float32Array.of(0, 0, 255, 51))
 * index.add(Float32Array.of(30, 10))
 * index.reconstruct(0) // [30.5, 10.1]
 */
export class IndexScalarQuantizer<M extends Metric = Metric> extends VectorIndex<M> {
  readonly #options: Required<IndexOptions>
  #quantizer: ScalarQuantizer | undefined
  /** A block of vectors as they are decoded, made for the first search after training. */
  #block: ScalarCodes | undefined
  #ntotal = 0
  #storage: Uint8Array = new Uint8Array(0)

  /**
   * @param d - Components of a vector, an integer >= 1.
   * @param metric - Of queries and decoded vectors.
   * @param options - `backend`; a search takes one thread.
   * @throws {@link AnnError} INVALID_OPTION if an argument is out of range.
   */
  constructor(d: number, metric: M = 'l2' as M, options: IndexOptions = {}) {
    super(d, metric)
    this.#options = resolveIndexOptions(options)
  }

  get ntotal(): number {
    return this.#ntotal
  }

  get isTrained(): boolean {
    return this.#quantizer !== undefined
  }

  /** What codes the vectors; undefined before training. */
  get quantizer(): ScalarQuantizer | undefined {
    return this.#quantizer
  }

  /** ntotal x d, row-major, as a view: read only, and valid until the next change. */
  get codes(): Uint8Array {
    return this.#storage.subarray(0, this.#ntotal * this.d)
  }

  /**
   * Learns the lowest and the highest value of each component.
   *
   * @param x - n x d with n >= 1, row-major, all finite: a sample of what will be added.
   * @throws {@link AnnError} as {@link VectorIndex.train}; INVALID_OPTION if there are no vectors in `x`, or if there
   *   are any in the index, whose codes would change their meaning; OUT_OF_RANGE if a component ranges over more
   *   than float32 can hold.
   */
  train(x: Float32Array): void {
    if (checkVectors('x', x, this.d) === 0)
      throw new AnnError('INVALID_OPTION', 'x must hold at least one vector to train on, got none')
    if (this.#ntotal > 0)
      throw new AnnError('INVALID_OPTION', `train must come before add, got ${this.#ntotal} stored vectors`)
    this.#quantizer = ScalarQuantizer.trained(x, this.d)
    this.#block = undefined
  }

  add(x: Float32Array): void {
    const n = checkVectors('x', x, this.d)
    const quantizer = this.#trainedQuantizer()
    this.checkCapacity(this.#ntotal + n)
    const used = this.codes.length
    this.#storage = withRoom(this.#storage, used, used + x.length)
    quantizer.encode(x, n, this.#storage, used)
    this.#ntotal += n
  }

  /**
   * Replaces what was learned and stored by arrays that become the index's own: no copy.
   *
   * @param codes - ntotal x d, row-major.
   * @throws {@link AnnError} DIMENSION_MISMATCH if an array does not fit `d`; OUT_OF_RANGE if there are more vectors
   *   than labels.
   */
  adopt(quantizer: ScalarQuantizer, codes: Uint8Array): void {
    if (quantizer.d !== this.d || codes.length % this.d !== 0)
      throw new AnnError(
        'DIMENSION_MISMATCH',
        `quantizer.d and codes.length must be d = ${this.d} and a multiple, got ${quantizer.d} and ${codes.length}`,
      )
    this.checkCapacity(codes.length / this.d)
    this.#quantizer = quantizer
    this.#block = undefined
    this.#storage = codes
    this.#ntotal = codes.length / this.d
  }

  /** Forgets vectors; the labels of those behind each become lower by one, as in FAISS. Cost: `O(ntotal * d)`. */
  remove(labels: Iterable<number>): number {
    const removed = new Set(labels)
    const { codes, d } = this
    let kept = 0
    for (let label = 0; label < this.#ntotal; label++)
      if (!removed.has(label)) codes.copyWithin(kept++ * d, label * d, (label + 1) * d)
    const gone = this.#ntotal - kept
    this.#ntotal = kept
    return gone
  }

  /** @returns The vector as it is decoded. */
  reconstruct(label: number): Float32Array {
    if (!Number.isInteger(label) || label < 0 || label >= this.#ntotal)
      throw new AnnError('OUT_OF_RANGE', `label must be below ntotal = ${this.#ntotal}, got ${String(label)}`)
    const { minima, ranges } = this.#trainedQuantizer()
    const decoded = new Float32Array(this.d)
    decodeScalars(this.codes.subarray(label * this.d, (label + 1) * this.d), minima, ranges, decoded)
    return decoded
  }

  reset(): void {
    this.#ntotal = 0
    this.#storage = new Uint8Array(0)
  }

  protected searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void {
    const capacity = Math.min(k, this.#ntotal)
    const heaps = Array.from({ length: nq }, () => new TopKHeap(capacity))
    this.#scan(queries, heaps, options)
    const keySign = keySignOf(this.metric)
    for (const [query, heap] of heaps.entries())
      heap.drainInto(keySign, result.distances, result.labels, query * k, k)
  }

  protected rangeSearchChecked(
    queries: Float32Array,
    nq: number,
    radius: number,
    options: SearchOptions,
  ): RangeSearchResult {
    const keySign = keySignOf(this.metric)
    const answers = Array.from({ length: nq }, () => new WithinRadius(keySign * radius))
    this.#scan(queries, answers, options)
    return joinRangeAnswers(answers.map((answer) => answer.answer(keySign)))
  }

  /** Offers every vector that may be in an answer to every query's candidates. */
  #scan(queries: Float32Array, candidates: readonly Candidates[], options: SearchOptions): void {
    const { d, codes } = this
    const keySign = keySignOf(this.metric)
    const isAllowed = labelTest(options)
    const block = this.#decodedBlock()
    const rowsPerBlock = Math.max(1, Math.floor(BLOCK_FLOATS / d))
    for (let first = 0; first < this.#ntotal; first += rowsPerBlock) {
      withAnnErrors(() => block.decode(codes.subarray(first * d, (first + rowsPerBlock) * d)))
      for (const [query, kept] of candidates.entries()) {
        const distances = block.distances(queries.subarray(query * d, (query + 1) * d))
        for (let i = 0; i < distances.length; i++) {
          const key = keySign * distances[i]!
          // Asking the candidates first spares the look-up of the label for nearly every vector.
          if (kept.admits(key, first + i) && isAllowed?.(first + i) !== false) kept.offer(key, first + i)
        }
      }
    }
  }

  #decodedBlock(): ScalarCodes {
    const { minima, ranges } = this.#trainedQuantizer()
    const { backend } = this.#options
    this.#block ??= withAnnErrors(() => createScalarCodes({ minima, ranges, metric: this.metric, backend }))
    return this.#block
  }

  #trainedQuantizer(): ScalarQuantizer {
    this.requireTrained()
    return this.#quantizer!
  }
}
