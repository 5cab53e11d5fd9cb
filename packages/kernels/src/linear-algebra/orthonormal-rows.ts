import type { MatrixWorkspace, WorkspaceArray } from './matrix-workspace.js'
import { addScaledRowsPlainly, orthogonalisePlainly } from './reference/double-rows.js'

/** Rows that are made room for at a time. */
const CHUNK = 32

type Doubles = WorkspaceArray<Float64ArrayConstructor>

/** Orthonormal vectors in doubles, to which others are added one by one, as in an iteration by Lanczos or Arnoldi. */
export class OrthonormalRows {
  readonly n: number
  #size = 0
  readonly #workspace: MatrixWorkspace
  /** n, padded to whole fours. */
  readonly #stride: number
  readonly #chunks: Doubles[] = []
  readonly #vector: Doubles
  readonly #factors: Doubles

  constructor(workspace: MatrixWorkspace, n: number) {
    this.n = n
    this.#workspace = workspace
    this.#stride = 4 * Math.ceil(n / 4)
    this.#vector = workspace.array(Float64Array, this.#stride)
    this.#factors = workspace.array(Float64Array, CHUNK)
  }

  get size(): number {
    return this.#size
  }

  /** A copy is added; the caller sees to it that the vector has length 1 and is orthogonal to all others. */
  push(vector: Float64Array): void {
    const place = this.#size++ % CHUNK
    if (place === 0) this.#chunks.push(this.#workspace.array(Float64Array, CHUNK * this.#stride))
    this.#chunks[this.#chunks.length - 1].view.set(vector, place * this.#stride)
  }

  /** Takes from a vector, n long, what lies in the rows. `2 n` multiply-adds for each of them. */
  orthogonalise(vector: Float64Array): void {
    this.#inPlace(vector, (own) => {
      this.#chunks.forEach((chunk, at) => {
        const count = Math.min(CHUNK, this.#size - at * CHUNK)
        if (this.#workspace.backend === 'typescript') orthogonalisePlainly(own.view, chunk.view, count)
        else this.#workspace.callOnce('orthogonalise', [own.address, chunk.address, count, this.#stride * 8])
      })
    })
  }

  /** Adds to a vector, n long, the sum of the rows, each times its factor. */
  addTo(vector: Float64Array, factors: Float64Array): void {
    this.#inPlace(vector, (own) => {
      this.#chunks.forEach((chunk, at) => {
        const part = factors.subarray(at * CHUNK, Math.min(this.#size, (at + 1) * CHUNK))
        if (this.#workspace.backend === 'typescript') addScaledRowsPlainly(own.view, chunk.view, part)
        else {
          this.#factors.view.set(part)
          const { address } = this.#factors
          const rowBytes = this.#stride * 8
          this.#workspace.callOnce('addScaledRows', [
            own.address,
            chunk.address,
            part.length,
            rowBytes,
            address,
          ])
        }
      })
    })
  }

  #inPlace(vector: Float64Array, work: (own: Doubles) => void): void {
    this.#vector.view.set(vector)
    work(this.#vector)
    vector.set(this.#vector.view.subarray(0, this.n))
  }
}
