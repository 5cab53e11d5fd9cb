import type { Matrix } from '../matrix.js'

/** A'A in doubles. */
export function gramPlainly(A: Matrix): Float64Array {
  const { rows, columns, stride, data } = A
  const gram = new Float64Array(columns * columns)
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < columns; i++) {
      const factor = data[row * stride + i]
      if (factor === 0) continue
      for (let j = 0; j <= i; j++) gram[i * columns + j] += factor * data[row * stride + j]
    }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) gram[j * columns + i] = gram[i * columns + j]
  return gram
}
