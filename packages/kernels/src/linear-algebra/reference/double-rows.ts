/** Takes from a vector what lies in some orthonormal rows, one after the other. */
export function orthogonalisePlainly(vector: Float64Array, rows: Float64Array, count: number): void {
  const n = vector.length
  for (let row = 0; row < count; row++) {
    let dot = 0
    for (let at = 0; at < n; at++) dot += vector[at] * rows[row * n + at]
    for (let at = 0; at < n; at++) vector[at] -= dot * rows[row * n + at]
  }
}

/** Adds rows, each times its factor. */
export function addScaledRowsPlainly(vector: Float64Array, rows: Float64Array, factors: Float64Array): void {
  const n = vector.length
  for (let row = 0; row < factors.length; row++)
    for (let at = 0; at < n; at++) vector[at] += factors[row] * rows[row * n + at]
}
