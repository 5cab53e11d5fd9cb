import { type Matrix, type MatrixWorkspace, multiplyTransposed } from '@redux/kernels/linear-algebra'

/** Draws that are multiplied at once: rows side by side are one product of that many times the factors. */
const STACKED = 8

/**
 * Adds up the ratings of all pairs over draws: dense, users by items, so for small catalogues only. A draw costs
 * `users * items * width` multiply-adds; draws are taken several at a time, as a product of their rows side by side.
 */
export class PosteriorMean {
  readonly #workspace: MatrixWorkspace
  readonly #width: number
  readonly #users: Matrix
  readonly #items: Matrix
  readonly #product: Matrix
  readonly #sums: Float32Array
  #nStacked = 0
  #nAdded = 0

  /** @param width - Numbers of a row that count. */
  constructor(workspace: MatrixWorkspace, nUserRows: number, nItemRows: number, width: number) {
    this.#workspace = workspace
    this.#width = width
    this.#users = workspace.matrix(nUserRows, STACKED * width)
    this.#items = workspace.matrix(nItemRows, STACKED * width)
    this.#product = workspace.matrix(nUserRows, nItemRows)
    this.#sums = new Float32Array(nUserRows * nItemRows)
  }

  /** Adds the products of all pairs of rows of one draw. */
  add(users: Matrix, items: Matrix): void {
    this.#stack(this.#users, users)
    this.#stack(this.#items, items)
    this.#nAdded++
    if (++this.#nStacked === STACKED) this.#multiply()
  }

  /** The mean over all draws, nUserRows x nItemRows, dense. Nothing can be added afterwards. */
  finish(): Float32Array {
    if (this.#nStacked > 0) this.#multiply()
    for (let at = 0; at < this.#sums.length; at++) this.#sums[at] /= this.#nAdded
    return this.#sums
  }

  #stack(side: Matrix, rows: Matrix): void {
    const [to, from] = [side.data, rows.data]
    const first = this.#nStacked * this.#width
    for (let row = 0; row < rows.rows; row++)
      for (let f = 0; f < this.#width; f++) to[row * side.stride + first + f] = from[row * rows.stride + f]
  }

  #multiply(): void {
    multiplyTransposed(this.#workspace, this.#product, this.#users, this.#items)
    const { data, rows, columns, stride } = this.#product
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        this.#sums[row * columns + column] += data[row * stride + column]
    this.#users.data.fill(0)
    this.#items.data.fill(0)
    this.#nStacked = 0
  }
}
