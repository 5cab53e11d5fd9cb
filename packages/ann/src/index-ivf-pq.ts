import { keySignOf, TopKHeap } from '@redux/kernels'
import { AsymmetricDistances } from './asymmetric-distances.js'
import type { Candidates } from './candidates.js'
import { checkVectors, findNotFinite } from './check-vectors.js'
import { CodeList } from './code-list.js'
import { AnnError } from './errors.js'
import type { IndexFlat } from './index-flat.js'
import { IndexIVF, type IndexIVFOptions } from './index-ivf.js'
import { type LabelTest, labelTest } from './label-test.js'
import type { Metric } from './metric.js'
import { checkInteger, type SearchOptions } from './options.js'
import { ProductQuantizer } from './product-quantizer.js'
import { createRandom, takeSample } from './random.js'
import { joinRangeAnswers } from './range-answers.js'
import type { RangeSearchResult, SearchResult } from './search-result.js'
import { WithinRadius } from './within-radius.js'

/** More bits would not fit a byte. */
const MAX_NBITS = 8

/** What a list of an {@link IndexIVFPQ} holds, in its own order. */
export interface CodedList {
  /** n x M, a byte to each sub-vector. */
  readonly codes: Uint8Array
  /** n long. */
  readonly labels: Int32Array
}

/**
 * An inverted file that keeps M bytes of a vector: the product quantizer's code of its residual, what it differs by
 * from the centroid of its list. A query is compared with the vectors as they are decoded, by a table of its distances
 * to the centroids of all sub-vectors. FAISS's IndexIVFPQ with `by_residual`.
 *
 * Memory per vector: M + 4 bytes and room to grow. Cost per query, beside the choice of lists: for each list that is
 * looked into `2^nbits * d` multiply-adds (for inner product: once), and M additions for each vector in it.
 *
 * @see Jégou, Douze, Schmid, "Product Quantization for Nearest Neighbor Search", IEEE TPAMI 33(1), 2011, section IV.
 *   https://doi.org/10.1109/TPAMI.2010.57
 * @example
 * const index = new IndexIVFPQ(new IndexFlatL2(64), 64, 1000, 16)
 * index.train(vectors)
 * index.add(vectors)
 * index.nprobe = 8
 * index.search(query, 10)
 */
export class IndexIVFPQ<T extends Metric = Metric> extends IndexIVF<T> {
  /** Sub-vectors that a vector is cut into, and bytes that are kept of it. */
  readonly M: number
  /** Bits to a sub-vector in a file; there are `2^nbits` centroids for each. */
  readonly nbits: number
  #productQuantizer: ProductQuantizer | undefined
  /** Made for the first search. */
  #distances: AsymmetricDistances | undefined
  #lists: CodeList[]
  #ntotal = 0

  /**
   * @param quantizer - A flat index of the same d and metric; empty, or with nlist centroids of one's own.
   * @param d - Components of a vector.
   * @param nlist - Lists; FAISS's advice is 4 to 16 times the square root of ntotal.
   * @param M - Sub-vectors of a vector, a divisor of d: more find more, and take more memory and time.
   * @param nbits - 1..8; less than 8 saves memory in files only.
   * @param metric - That of the quantizer by default.
   * @throws {@link AnnError} INVALID_OPTION, DIMENSION_MISMATCH
   */
  constructor(
    quantizer: IndexFlat<T>,
    d: number,
    nlist: number,
    M: number,
    nbits = MAX_NBITS,
    metric: T = quantizer?.metric,
    options: IndexIVFOptions = {},
  ) {
    super(quantizer, d, nlist, metric, options)
    checkInteger('M', M, 1, d)
    if (d % M !== 0) throw new AnnError('INVALID_OPTION', `M must divide d = ${d}, got ${M}`)
    checkInteger('nbits', nbits, 1, MAX_NBITS)
    this.M = M
    this.nbits = nbits
    this.#lists = this.#emptyLists()
  }

  get ntotal(): number {
    return this.#ntotal
  }

  /** Whether the centroids of the lists and those of the sub-vectors are there. */
  override get isTrained(): boolean {
    return super.isTrained && this.#productQuantizer !== undefined
  }

  /** What codes the residuals; undefined before training. */
  get productQuantizer(): ProductQuantizer | undefined {
    return this.#productQuantizer
  }

  /**
   * Learns the centroids of the lists, as {@link IndexIVF.train} does, and then those of the sub-vectors, by 25 passes
   * of k-means over the residuals of at most `maxPointsPerCentroid * 2^nbits` vectors.
   *
   * @param x - n x d, row-major, all finite, with n >= nlist and n >= 2^nbits.
   * @throws {@link AnnError} as {@link VectorIndex.train}, and INVALID_OPTION for too few vectors; nothing is learned
   *   then.
   */
  override train(x: Float32Array): void {
    const n = checkVectors('x', x, this.d)
    if (this.isTrained) return
    const { d, M, nbits, options } = this
    if (n < 2 ** nbits)
      throw new AnnError('INVALID_OPTION', `training ${2 ** nbits} centroids takes as many vectors, got ${n}`)
    // Centroids that the quantizer brought along stay.
    if (this.quantizer.ntotal !== this.nlist) super.train(x)
    const sample = takeSample(x, d, options.maxPointsPerCentroid * 2 ** nbits, createRandom(options.seed))
    const residuals = this.#residuals(sample, this.assign(sample))
    this.#productQuantizer = ProductQuantizer.trained(residuals, d, M, nbits, options)
  }

  /** Of a label given twice, `remove`, `include` and `exclude` mean both vectors, `reconstruct` one of them. */
  protected addAssigned(x: Float32Array, assigned: Int32Array, ids: Int32Array | readonly number[]): void {
    const codes = this.#productQuantizer!.encode(this.#residuals(x, assigned))
    for (const [i, list] of assigned.entries()) this.#lists[list]!.push(codes, i * this.M, ids[i]!)
    this.#ntotal += assigned.length
  }

  /**
   * Forgets the vectors of some labels; the others keep theirs, as in FAISS. Cost: `O(ntotal)`.
   *
   * @param labels - Those the index does not hold are ignored.
   * @returns How many vectors went.
   */
  remove(labels: Iterable<number>): number {
    const gone = new Set(labels)
    const removed = this.#lists.reduce((sum, list) => sum + list.remove(gone), 0)
    this.#ntotal -= removed
    return removed
  }

  /** @returns The vector as it is decoded. Cost: `O(ntotal)`, to find it. */
  reconstruct(label: number): Float32Array {
    for (const [list, { labels, codes }] of this.#lists.entries()) {
      const at = labels.indexOf(label)
      if (at < 0) continue
      const vector = this.quantizer.reconstruct(list)
      const residual = new Float32Array(this.d)
      this.#productQuantizer!.decode(codes, at * this.M, residual)
      return vector.map((component, j) => component + residual[j]!)
    }
    throw new AnnError('OUT_OF_RANGE', `label must be that of a stored vector, got ${String(label)}`)
  }

  reset(): void {
    this.#lists = this.#emptyLists()
    this.#ntotal = 0
  }

  listLabels(list: number): Int32Array {
    return this.#lists[list]!.labels.slice()
  }

  /** The codes of a list, in the order of its labels, n x M; a copy. */
  listCodes(list: number): Uint8Array {
    return this.#lists[list]!.codes.slice()
  }

  relabel(labels: Int32Array): void {
    for (const list of this.#lists)
      for (const [at, label] of list.labels.entries()) list.labels[at] = labels[label]!
  }

  /**
   * Replaces what was learned of residuals, and what is stored, by what another inverted file had; the arrays become the
   * index's own.
   *
   * @param centroids - As {@link ProductQuantizer.centroids}.
   * @param lists - nlist of them.
   * @throws {@link AnnError} DIMENSION_MISMATCH if there are not as many as there must be.
   */
  adopt(centroids: Float32Array, lists: readonly CodedList[]): void {
    const { d, M, nbits, nlist } = this
    if (centroids.length !== 2 ** nbits * d || lists.length !== nlist)
      throw new AnnError(
        'DIMENSION_MISMATCH',
        `centroids and lists must be ${2 ** nbits * d} components and ${nlist}, got ${centroids.length} and ${lists.length}`,
      )
    this.#productQuantizer = new ProductQuantizer(d, M, nbits, centroids, this.options)
    this.#distances = undefined
    this.#lists = lists.map(({ codes, labels }) => new CodeList(M, codes, labels))
    this.#ntotal = lists.reduce((sum, { labels }) => sum + labels.length, 0)
  }

  protected searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void {
    const keySign = keySignOf(this.metric)
    const scan = this.#scanner(queries, nq, options)
    const heap = new TopKHeap(Math.min(k, this.#ntotal))
    for (let query = 0; query < nq; query++) {
      scan(query, heap)
      heap.drainInto(keySign, result.distances, result.labels, query * k, k)
    }
  }

  protected rangeSearchChecked(
    queries: Float32Array,
    nq: number,
    radius: number,
    options: SearchOptions,
  ): RangeSearchResult {
    const keySign = keySignOf(this.metric)
    const scan = this.#scanner(queries, nq, options)
    const answers = Array.from({ length: nq }, (_, query) => {
      const within = new WithinRadius(keySign * radius)
      scan(query, within)
      return within.answer(keySign)
    })
    return joinRangeAnswers(answers)
  }

  /** @returns What offers all vectors in the lists of a query, and that may be in its answer, to candidates. */
  #scanner(
    queries: Float32Array,
    nq: number,
    options: SearchOptions,
  ): (query: number, candidates: Candidates) => void {
    const { d } = this
    const isAllowed = labelTest(options)
    const probed = this.probe(queries)
    const nprobe = probed.length / nq
    const { vectors: centroids } = this.quantizer
    this.#distances ??= new AsymmetricDistances(this.#productQuantizer!, this.metric, this.options)
    const distances = this.#distances
    return (query, candidates) => {
      distances.setQuery(queries.subarray(query * d, (query + 1) * d))
      for (const list of probed.subarray(query * nprobe, (query + 1) * nprobe)) {
        const { size, codes, labels } = this.#lists[list]!
        if (size === 0) continue
        distances.setList(centroids.subarray(list * d, (list + 1) * d))
        offerAll(distances.distances(codes), labels, keySignOf(this.metric), isAllowed, candidates)
      }
    }
  }

  /** What vectors differ by from the centroids of their lists. @throws {@link AnnError} OUT_OF_RANGE */
  #residuals(x: Float32Array, assigned: Int32Array): Float32Array {
    const { d } = this
    const { vectors: centroids } = this.quantizer
    const residuals = new Float32Array(x.length)
    for (const [i, list] of assigned.entries())
      for (let j = 0; j < d; j++) residuals[i * d + j] = x[i * d + j]! - centroids[list * d + j]!
    const at = findNotFinite(residuals)
    if (at >= 0)
      throw new AnnError(
        'OUT_OF_RANGE',
        `x must differ from the centroids by less than float32 can hold, got component ${at % d} of vector ${Math.floor(at / d)}`,
      )
    return residuals
  }

  #emptyLists(): CodeList[] {
    return Array.from({ length: this.nlist }, () => new CodeList(this.M))
  }
}

function offerAll(
  distances: Float32Array,
  labels: Int32Array,
  keySign: 1 | -1,
  isAllowed: LabelTest | undefined,
  candidates: Candidates,
): void {
  for (let i = 0; i < labels.length; i++) {
    const key = keySign * distances[i]!
    const label = labels[i]!
    // Asking the candidates first spares the look-up of the label for nearly every vector.
    if (candidates.admits(key, label) && isAllowed?.(label) !== false) candidates.offer(key, label)
  }
}
