/** Rows as directions: every row of length 1 or, for one without direction, 0. */
export class Directions {
  readonly d: number
  readonly #rows: Float32Array

  /** @param rows - n x d, row-major; copied. */
  constructor(rows: Float32Array, d: number) {
    this.d = d
    this.#rows = unitRows(rows, d)
  }

  /** A row: a view, not to be written. */
  row(row: number): Float32Array {
    return this.#rows.subarray(row * this.d, (row + 1) * this.d)
  }

  /** Cosine of two rows, from -1 to 1; 0 when one has no direction. */
  cosine(a: number, b: number): number {
    const { d } = this
    let dot = 0
    for (let f = 0; f < d; f++) dot += this.#rows[a * d + f] * this.#rows[b * d + f]
    return dot
  }
}

/** n x d, row-major: a copy with every row at length 1, but for rows of zeros. */
export function unitRows(rows: Float32Array, d: number): Float32Array {
  const unit = rows.slice()
  for (let start = 0; start < rows.length; start += d) {
    let squares = 0
    for (let f = 0; f < d; f++) squares += rows[start + f] ** 2
    const length = Math.sqrt(squares)
    if (length > 0) for (let f = 0; f < d; f++) unit[start + f] /= length
  }
  return unit
}

/** `sum += scale * vector`. */
export function addScaled(sum: Float32Array, vector: Float32Array, scale: number): void {
  for (let f = 0; f < sum.length; f++) sum[f] += scale * vector[f]
}

/** At length 1; undefined for a vector too short to have a direction. */
export function normalised(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 1e-6 ? vector.map((value) => value / length) : undefined
}

/** Inner product. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}
