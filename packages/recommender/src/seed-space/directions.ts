import { IndexFlatIP } from '@redux/ann'

/** Rows as directions: every row of length 1 or, for one without direction, 0. */
export class Directions {
  readonly d: number
  /** Nothing is sought in it: it takes the products. */
  readonly #rows: IndexFlatIP

  /** @param rows - n x d, row-major; copied. */
  constructor(rows: Float32Array, d: number) {
    this.d = d
    this.#rows = new IndexFlatIP(d)
    this.#rows.add(unitRows(rows, d))
  }

  /** A row: a copy. */
  row(row: number): Float32Array {
    return this.#rows.reconstruct(row)
  }

  /** Cosine of two rows, from -1 to 1; 0 when one has no direction. */
  cosine(a: number, b: number): number {
    return this.#rows.product(a, b)
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

/**
 * Inner product of `n` components from `a` on with those from `b` on. Summed in four lanes, as the kernels do: one sum
 * after the other would make the processor wait for each.
 */
export function dotOfRows(rows: Float32Array, a: number, b: number, n: number): number {
  let lane0 = 0
  let lane1 = 0
  let lane2 = 0
  let lane3 = 0
  let f = 0
  for (; f + 3 < n; f += 4) {
    lane0 += rows[a + f] * rows[b + f]
    lane1 += rows[a + f + 1] * rows[b + f + 1]
    lane2 += rows[a + f + 2] * rows[b + f + 2]
    lane3 += rows[a + f + 3] * rows[b + f + 3]
  }
  for (; f < n; f++) lane0 += rows[a + f] * rows[b + f]
  return lane0 + lane1 + (lane2 + lane3)
}

/** Inner product. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}
