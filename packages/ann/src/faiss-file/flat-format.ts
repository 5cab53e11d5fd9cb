import type { Metric } from '../metric.js'

/*
 * A flat index as FAISS 1.15.1 writes it, little-endian, without padding, version number or checksum:
 *
 *   offset  type       field
 *        0  4 bytes    fourcc
 *        4  int32      d
 *        8  int64      ntotal
 *       16  int64      dummy, 2^20
 *       24  int64      dummy, 2^20
 *       32  uint8      is_trained, 1
 *       33  int32      metric_type
 *       37  uint64     number of floats that follow, ntotal * d
 *       45  float32[]  the vectors, row-major
 */

/** Bytes before the vectors. */
export const FLAT_HEADER_BYTES = 45

/** What FAISS leaves in the place of two fields that it no longer has. */
export const DUMMY = 2n ** 20n

/** How a file names its metric, twice. */
export const FLAT_FORMATS: Readonly<
  Record<Metric, { readonly fourcc: string; readonly metricType: number }>
> = Object.freeze({
  l2: { fourcc: 'IxF2', metricType: 1 },
  innerProduct: { fourcc: 'IxFI', metricType: 0 },
})
