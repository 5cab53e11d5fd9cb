import { AnnError } from './errors.js'
import { MAX_INT32 } from './options.js'

/**
 * Checks the labels that a caller gives to n vectors.
 *
 * @throws {@link AnnError} DIMENSION_MISMATCH, OUT_OF_RANGE
 */
export function checkIds(ids: Int32Array | readonly number[], n: number): void {
  if (ids.length !== n)
    throw new AnnError('DIMENSION_MISMATCH', `ids must be as many as vectors, ${n}, got ${ids.length}`)
  for (const [i, id] of ids.entries())
    if (!Number.isInteger(id) || id < 0 || id > MAX_INT32)
      throw new AnnError('OUT_OF_RANGE', `ids must be integers in 0..${MAX_INT32}, got ${id} at ${i}`)
}
