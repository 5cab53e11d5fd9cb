import { createRowStore, type RowStore, type Runs } from '@redux/kernels'
import { kMeans } from './k-means.js'
import { withAnnErrors } from './kernel-errors.js'
import type { IndexOptions } from './options.js'

/** FAISS's number of iterations for the centroids of a product quantizer. */
const N_ITER = 25
/** Centroids that share a scale of their codes. */
const ROWS_PER_BLOCK = 64
/** Vectors that are encoded at once. */
const VECTORS_AT_ONCE = 4096

/**
 * Cuts a vector into M sub-vectors of equal length and keeps for each the number of the nearest of `ksub` centroids,
 * which every sub-vector has its own of. So M bytes stand for one of `ksub^M` vectors, while no more than
 * `ksub * d` floats are kept to decode them.
 *
 * A code has one byte to a sub-vector, whatever `nbits`.
 *
 * @see Jégou, Douze, Schmid, "Product Quantization for Nearest Neighbor Search", IEEE TPAMI 33(1), 2011, section II.
 *   https://doi.org/10.1109/TPAMI.2010.57
 */
export class ProductQuantizer {
  /** Components of a vector. */
  readonly d: number
  /** Sub-vectors of a vector; divides d. */
  readonly M: number
  /** Bits that a code of a sub-vector takes, 1..8. */
  readonly nbits: number
  /** Centroids of a sub-vector, `2^nbits`. */
  readonly ksub: number
  /** Components of a sub-vector, `d / M`. */
  readonly dsub: number
  /** M x ksub x dsub: component i of centroid j of sub-vector m is `centroids[(m * ksub + j) * dsub + i]`. */
  readonly centroids: Float32Array

  readonly #options: Required<IndexOptions>
  /** The centroids for {@link ProductQuantizer.encode}, once it is called. */
  #store: RowStore | undefined

  /**
   * @param centroids - As the field; kept.
   * @param options - For {@link ProductQuantizer.encode}.
   */
  constructor(d: number, M: number, nbits: number, centroids: Float32Array, options: Required<IndexOptions>) {
    this.d = d
    this.M = M
    this.nbits = nbits
    this.ksub = 2 ** nbits
    this.dsub = d / M
    this.centroids = centroids
    this.#options = options
  }

  /**
   * Finds the centroids of each sub-vector by k-means.
   *
   * @param x - n x d, row-major, all finite: a sample of what will be encoded.
   * @throws {@link AnnError} INVALID_OPTION for fewer than `2^nbits` vectors.
   */
  static trained(
    x: Float32Array,
    d: number,
    M: number,
    nbits: number,
    options: Required<IndexOptions>,
  ): ProductQuantizer {
    const n = x.length / d
    const dsub = d / M
    const ksub = 2 ** nbits
    const centroids = new Float32Array(M * ksub * dsub)
    const part = new Float32Array(n * dsub)
    for (let m = 0; m < M; m++) {
      for (let i = 0; i < n; i++) {
        const at = i * d + m * dsub
        part.set(x.subarray(at, at + dsub), i * dsub)
      }
      centroids.set(kMeans(part, dsub, ksub, { nIter: N_ITER, ...options }), m * ksub * dsub)
    }
    return new ProductQuantizer(d, M, nbits, centroids, options)
  }

  /**
   * Codes vectors: for each sub-vector the nearest centroid, or the first of several at the same distance.
   *
   * Cost: for each vector, `ksub * d` multiply-adds of 8-bit codes.
   *
   * @param x - n x d, row-major, all finite.
   * @returns n x M.
   */
  encode(x: Float32Array): Uint8Array {
    const { M, d } = this
    const codes = new Uint8Array((x.length / d) * M)
    for (let start = 0; start < x.length; start += d * VECTORS_AT_ONCE) {
      const vectors = x.subarray(start, start + d * VECTORS_AT_ONCE)
      // Row-major vectors are row-major sub-vectors, too; each is looked for among the centroids of its own number.
      const nq = (vectors.length / d) * M
      const found = { distances: new Float32Array(nq), labels: new Int32Array(nq) }
      withAnnErrors(() => this.#centroidStore().search(vectors, nq, 1, { where: this.#places(nq) }, found))
      codes.set(found.labels, (start / d) * M)
    }
    return codes
  }

  #places(nq: number): Runs {
    const blocks = Math.ceil(this.ksub / ROWS_PER_BLOCK)
    return {
      offsets: Int32Array.from({ length: nq + 1 }, (_, q) => q),
      runs: Int32Array.from({ length: 2 * nq }, (_, i) =>
        i % 2 === 0 ? ((i / 2) % this.M) * blocks : this.ksub,
      ),
    }
  }

  #centroidStore(): RowStore {
    this.#store ??= withAnnErrors(() => this.#createStore())
    return this.#store
  }

  #createStore(): RowStore {
    const { M, ksub, dsub, centroids } = this
    const store = createRowStore({
      ...this.#options,
      d: dsub,
      metric: 'l2',
      rowsPerBlock: ROWS_PER_BLOCK,
      hasLabels: true,
    })
    const blocks = Math.ceil(ksub / ROWS_PER_BLOCK)
    store.resize(M * blocks)
    for (let m = 0; m < M; m++) {
      const row = m * blocks * ROWS_PER_BLOCK
      store.rows.set(centroids.subarray(m * ksub * dsub, (m + 1) * ksub * dsub), row * dsub)
      store.labels.set(
        Int32Array.from({ length: ksub }, (_, j) => j),
        row,
      )
      for (let block = 0; block < blocks; block++)
        store.encode(m * blocks + block, Math.min(ROWS_PER_BLOCK, ksub - block * ROWS_PER_BLOCK))
    }
    return store
  }

  /**
   * Decodes a vector: the centroids of its sub-vectors, one behind the other.
   *
   * @param codes - Read at `codeStart .. codeStart + M`; each below ksub.
   * @param out - Written at its first d places.
   */
  decode(codes: Uint8Array, codeStart: number, out: Float32Array): void {
    const { M, ksub, dsub, centroids } = this
    for (let m = 0; m < M; m++) {
      const at = (m * ksub + codes[codeStart + m]!) * dsub
      out.set(centroids.subarray(at, at + dsub), m * dsub)
    }
  }
}
