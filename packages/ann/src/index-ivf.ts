import { checkIds } from './check-ids.js'
import { checkVectors } from './check-vectors.js'
import { AnnError } from './errors.js'
import { IndexFlat } from './index-flat.js'
import { kMeans } from './k-means.js'
import type { Metric } from './metric.js'
import { checkInteger, type IndexOptions, MAX_INT32, resolveIndexOptions } from './options.js'
import { VectorIndex } from './vector-index.js'

/** How an inverted file learns and works. */
export interface IndexIVFOptions extends IndexOptions {
  /** Passes of k-means in training, an integer >= 1. @defaultValue 10 */
  readonly nIter?: number
  /** At most this many vectors for each list are looked at in training, an integer >= 1. @defaultValue 256 */
  readonly maxPointsPerCentroid?: number
  /** Of the sample and of the first centroids, an integer. @defaultValue 0 */
  readonly seed?: number
}

/**
 * An inverted file: vectors are kept in nlist lists, each with those nearest to its centroid, and a search looks only
 * into the `nprobe` lists whose centroids are nearest to the query. The answers are approximate: what lies in another
 * list is not found. Sivic and Zisserman, "Video Google", ICCV 2003; Jégou, Douze, Schmid, TPAMI 33(1), 2011.
 *
 * What the kinds of inverted files share.
 */
export abstract class IndexIVF<M extends Metric = Metric> extends VectorIndex<M> {
  /** How many lists there are. */
  readonly nlist: number
  /** Holds the centroids: vector c is that of list c. None before training. */
  readonly quantizer: IndexFlat<M>
  /** The options in force, defaults filled in. */
  protected readonly options: Required<IndexIVFOptions>
  #nprobe = 1

  /**
   * @param quantizer - A flat index of the same d and metric; empty, or with nlist centroids of one's own.
   * @param metric - That of the quantizer by default.
   * @throws {@link AnnError} INVALID_OPTION, DIMENSION_MISMATCH
   */
  constructor(
    quantizer: IndexFlat<M>,
    d: number,
    nlist: number,
    metric: M = quantizer?.metric,
    options: IndexIVFOptions = {},
  ) {
    super(d, metric)
    if (!(quantizer instanceof IndexFlat))
      throw new AnnError('INVALID_OPTION', 'quantizer must be an IndexFlatL2 or an IndexFlatIP')
    checkInteger('nlist', nlist, 1, MAX_INT32)
    if (quantizer.d !== d)
      throw new AnnError('DIMENSION_MISMATCH', `d must be ${quantizer.d}, as that of the quantizer, got ${d}`)
    if (quantizer.metric !== metric)
      throw new AnnError(
        'INVALID_OPTION',
        `metric must be ${quantizer.metric}, as that of the quantizer, got ${metric}`,
      )
    const { nIter = 10, maxPointsPerCentroid = 256, seed = 0, ...rest } = options
    checkInteger('nIter', nIter, 1, MAX_INT32)
    checkInteger('maxPointsPerCentroid', maxPointsPerCentroid, 1, MAX_INT32)
    checkInteger('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    this.options = { nIter, maxPointsPerCentroid, seed, ...resolveIndexOptions(rest) }
    this.nlist = nlist
    this.quantizer = quantizer
  }

  /** Whether the centroids are there. */
  get isTrained(): boolean {
    return this.quantizer.ntotal === this.nlist
  }

  /** How many lists a search looks into, an integer in 1..nlist: more find more and take longer. Starts at 1. */
  get nprobe(): number {
    return this.#nprobe
  }

  set nprobe(nprobe: number) {
    checkInteger('nprobe', nprobe, 1, this.nlist)
    this.#nprobe = nprobe
  }

  /**
   * Learns the centroids by k-means, on a sample of at most `maxPointsPerCentroid * nlist` vectors. Centroids that the
   * quantizer brought along are kept. For inner product they get length 1, as in FAISS.
   *
   * Cost: `nIter` times the sample times nlist dot products of d 8-bit codes.
   *
   * @param x - n x d, row-major, all finite, n >= nlist; FAISS's advice is 30 to 256 for each list.
   * @throws {@link AnnError} as {@link VectorIndex.train}, and INVALID_OPTION for fewer vectors than lists.
   */
  train(x: Float32Array): void {
    checkVectors('x', x, this.d)
    if (this.isTrained) return
    const { d, nlist, metric } = this
    const centroids = kMeans(x, d, nlist, { ...this.options, metric })
    this.quantizer.reset()
    this.quantizer.add(centroids)
  }

  /** The labels of a list, a copy. @param list - In 0..nlist - 1. */
  abstract listLabels(list: number): Int32Array

  /** Gives the vector of each label another: `labels[label]`. @param labels - One for each label there is. */
  abstract relabel(labels: Int32Array): void

  /**
   * Appends vectors, each to the list of its nearest centroid; the first gets the label `ntotal`.
   *
   * Cost: for each vector, nlist dot products of d 8-bit codes.
   *
   * @throws {@link AnnError} as {@link VectorIndex.add}, and OUT_OF_MEMORY.
   */
  add(x: Float32Array): void {
    const n = checkVectors('x', x, this.d)
    const { ntotal } = this
    this.addWithIds(
      x,
      Int32Array.from({ length: n }, (_, i) => ntotal + i),
    )
  }

  /**
   * As {@link IndexIVF.add}, with labels of the caller's.
   *
   * @param ids - One for each vector, an integer in 0..2^31 - 1. A label given twice is found twice.
   * @throws {@link AnnError} as {@link IndexIVF.add}; DIMENSION_MISMATCH if there are not as many ids as vectors;
   *   OUT_OF_RANGE if one is no label.
   */
  addWithIds(x: Float32Array, ids: Int32Array | readonly number[]): void {
    this.requireTrained()
    const n = checkVectors('x', x, this.d)
    this.checkCapacity(this.ntotal + n)
    checkIds(ids, n)
    this.addAssigned(x, this.assign(x), ids)
  }

  /** Puts vectors, which were checked, into the lists they are assigned to. */
  protected abstract addAssigned(
    x: Float32Array,
    assigned: Int32Array,
    ids: Int32Array | readonly number[],
  ): void

  /** The list of each vector: that of the nearest centroid. */
  protected assign(x: Float32Array): Int32Array {
    return this.quantizer.search(x, 1).labels
  }

  /** The lists to look into for each query, `nprobe` to each, nearest first. */
  protected probe(queries: Float32Array): Int32Array {
    return this.quantizer.search(queries, this.#nprobe).labels
  }
}
