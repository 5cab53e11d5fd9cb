import { KernelError } from '../errors.js'

/** Where the numbers of matrices lie. */
interface Storage {
  /** Bytes from the start of the kernels' memory; nothing that counts outside of it. */
  readonly address: number
  /** May be another array after the memory has grown. */
  readonly view: Float32Array
}

/**
 * A dense matrix in single precision, row-major, each row padded with zeros to a multiple of four numbers. Made by
 * {@link MatrixWorkspace.matrix}.
 */
export class Matrix {
  readonly rows: number
  readonly columns: number
  /** Numbers from one row to the next. */
  readonly stride: number
  readonly #storage: Storage
  readonly #firstRow: number

  constructor(storage: Storage, rows: number, columns: number, firstRow = 0) {
    this.#storage = storage
    this.rows = rows
    this.columns = columns
    this.stride = strideOf(columns)
    this.#firstRow = firstRow
  }

  /** rows x stride. Valid until its workspace makes or computes something. Whoever writes it keeps the padding 0. */
  get data(): Float32Array {
    const first = this.#firstRow * this.stride
    return this.#storage.view.subarray(first, first + this.rows * this.stride)
  }

  /** Bytes from the start of the kernels' memory. */
  get address(): number {
    return this.#storage.address + this.#firstRow * this.stride * 4
  }

  /** Bytes from one row to the next. */
  get rowBytes(): number {
    return this.stride * 4
  }

  /**
   * Some rows in succession: the same numbers, not a copy.
   *
   * @throws {@link KernelError} OUT_OF_BOUNDS
   */
  rowsBetween(first: number, end: number): Matrix {
    if (!(Number.isInteger(first) && Number.isInteger(end) && 0 <= first && first <= end && end <= this.rows))
      throw new KernelError('OUT_OF_BOUNDS', `rows must lie in 0..${this.rows}, got ${first} to ${end}`)
    return new Matrix(this.#storage, end - first, this.columns, this.#firstRow + first)
  }
}

/** Numbers from one row of a matrix to the next. */
export function strideOf(columns: number): number {
  return Math.ceil(columns / 4) * 4
}
