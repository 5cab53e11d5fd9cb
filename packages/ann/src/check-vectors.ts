import { describeType } from './describe-type.js'
import { AnnError } from './errors.js'

/**
 * Checks an array of vectors a caller hands in and returns how many it holds.
 *
 * Cost: one pass over `x`.
 *
 * @param name - What the caller calls the array, for messages.
 * @param x - n x d, row-major: component j of vector i is `x[i * d + j]`.
 * @throws {@link AnnError} INVALID_OPTION if `x` is not a Float32Array; DIMENSION_MISMATCH if its length is not a
 *   multiple of d; NOT_FINITE for NaN or an infinity.
 */
export function checkVectors(name: string, x: Float32Array, d: number): number {
  if (!(x instanceof Float32Array))
    throw new AnnError('INVALID_OPTION', `${name} must be a Float32Array, got ${describeType(x)}`)
  if (x.length % d !== 0)
    throw new AnnError('DIMENSION_MISMATCH', `${name}.length must be a multiple of d = ${d}, got ${x.length}`)
  const at = findNotFinite(x)
  if (at >= 0)
    throw new AnnError(
      'NOT_FINITE',
      `${name} must be finite, got ${x[at]} as component ${at % d} of vector ${Math.floor(at / d)}`,
    )
  return x.length / d
}

/** Position of the first NaN or infinity, -1 if there is none. */
export function findNotFinite(x: Float32Array): number {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return i
  return -1
}
