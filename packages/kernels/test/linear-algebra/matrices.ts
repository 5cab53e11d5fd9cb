import { type Matrix, MatrixWorkspace, type MatrixWorkspaceOptions } from '../../src/linear-algebra/index.js'

/** On WebAssembly, unless something else is asked for. */
export const workspaceOf = (options: MatrixWorkspaceOptions = {}) =>
  new MatrixWorkspace({ backend: 'wasm', ...options })

/** Numbers in -1..1 that look random, single precision. */
export const numbersOf = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => {
    const wave = Math.sin((at + 1) * 12.9898 + seed * 78.233) * 43758.5453
    return 2 * (wave - Math.floor(wave)) - 1
  })

/** A matrix of them. */
export function filled(workspace: MatrixWorkspace, rows: number, columns: number, seed: number): Matrix {
  const matrix = workspace.matrix(rows, columns)
  const numbers = numbersOf(rows * columns, seed)
  for (let row = 0; row < rows; row++)
    matrix.data.set(numbers.subarray(row * columns, (row + 1) * columns), row * matrix.stride)
  return matrix
}
