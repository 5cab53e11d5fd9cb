import { createRandom } from '../../random.js'

/** Enough for two leading directions to settle as far as an eye can tell. */
const ITERATIONS = 40

/**
 * Coordinates of points along the two directions in which they differ most, by orthogonal iteration: no matrix of the
 * size of d x d is made. The same points give the same coordinates.
 *
 * @param rows - n x d, row-major.
 * @returns n x 2.
 */
export function principalComponents(rows: Float32Array, d: number): Float32Array {
  const centred = withoutMean(rows, d)
  const random = createRandom(0)
  const axes = [0, 1].map(() => Float64Array.from({ length: d }, () => random() - 0.5))
  for (let i = 0; i < ITERATIONS; i++) {
    for (const axis of axes) axis.set(timesTransposed(centred, d, times(centred, d, axis)))
    orthonormalize(axes[0]!, axes[1]!)
  }
  const [x, y] = axes.map((axis) => times(centred, d, axis))
  return Float32Array.from({ length: 2 * x!.length }, (_, i) => (i % 2 === 0 ? x : y)![i >> 1]!)
}

function withoutMean(rows: Float32Array, d: number): Float32Array {
  const n = rows.length / d
  const means = new Float64Array(d)
  for (let at = 0; at < rows.length; at++) means[at % d]! += rows[at]! / n
  return rows.map((value, at) => value - means[at % d]!)
}

function times(rows: Float32Array, d: number, axis: Float64Array): Float64Array {
  return Float64Array.from({ length: rows.length / d }, (_, row) => {
    let sum = 0
    for (let f = 0; f < d; f++) sum += rows[row * d + f]! * axis[f]!
    return sum
  })
}

function timesTransposed(rows: Float32Array, d: number, weights: Float64Array): Float64Array {
  const sum = new Float64Array(d)
  for (let at = 0; at < rows.length; at++) sum[at % d]! += rows[at]! * weights[Math.floor(at / d)]!
  return sum
}

/** Makes both of length 1 and the second one perpendicular to the first; what has no length stays 0. */
function orthonormalize(first: Float64Array, second: Float64Array): void {
  normalize(first)
  const along = first.reduce((sum, value, f) => sum + value * second[f]!, 0)
  for (let f = 0; f < second.length; f++) second[f]! -= along * first[f]!
  normalize(second)
}

function normalize(axis: Float64Array): void {
  const length = Math.hypot(...axis)
  if (length > 0) for (let f = 0; f < axis.length; f++) axis[f]! /= length
}
