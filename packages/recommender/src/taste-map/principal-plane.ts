import type { Random } from '../random.js'
import { dot, normalised } from '../seed-space/directions.js'

/** Enough for the two leading directions to settle as far as an eye can tell. */
const ITERATIONS = 25
/** Rows that the directions are found from, at most. */
const SAMPLE = 2000

/**
 * Coordinates of rows along the two directions in which they differ most, those found from at most 2,000 of the rows by
 * orthogonal iteration: no matrix of the size of d x d is made.
 *
 * @param rows - n x d, row-major.
 * @returns n x 2, about 0.
 */
export function principalPlane(rows: Float32Array, d: number, random: Random): Float32Array {
  const n = rows.length / d
  const every = Math.ceil(n / SAMPLE)
  const sample = Array.from({ length: Math.ceil(n / every) }, (_, i) => rowOf(rows, d, i * every))
  const mean = meanOf(sample, d)
  const centred = sample.map((row) => row.map((value, f) => value - mean[f]))
  const axes: Float32Array[] = [0, 1].map(() => Float32Array.from({ length: d }, () => random() - 0.5))
  for (let i = 0; i < ITERATIONS; i++) {
    const [first, second] = axes.map((axis) => spreadAlong(centred, axis))
    axes[0] = normalised(first) ?? first
    const along = dot(axes[0], second)
    const rest = second.map((value, f) => value - along * axes[0][f])
    axes[1] = normalised(rest) ?? rest.fill(0)
  }
  const offsets = axes.map((axis) => dot(axis, mean))
  return Float32Array.from(
    { length: 2 * n },
    (_, at) => dot(axes[at % 2], rowOf(rows, d, at >> 1)) - offsets[at % 2],
  )
}

function rowOf(rows: Float32Array, d: number, row: number): Float32Array {
  return rows.subarray(row * d, (row + 1) * d)
}

function meanOf(rows: readonly Float32Array[], d: number): Float32Array {
  const mean = new Float32Array(d)
  for (const row of rows) for (let f = 0; f < d; f++) mean[f] += row[f] / rows.length
  return mean
}

/** The rows' scatter matrix times an axis. */
function spreadAlong(centred: readonly Float32Array[], axis: Float32Array): Float32Array {
  const sum = new Float32Array(axis.length)
  for (const row of centred) {
    const along = dot(row, axis)
    for (let f = 0; f < sum.length; f++) sum[f] += along * row[f]
  }
  return sum
}
