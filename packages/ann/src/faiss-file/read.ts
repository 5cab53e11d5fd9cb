import { findNotFinite } from '../check-vectors.js'
import { describeType } from '../describe-type.js'
import { AnnError } from '../errors.js'
import { IndexFlatIP, IndexFlatL2 } from '../index-flat.js'
import type { Metric } from '../metric.js'
import { MAX_INT32 } from '../options.js'
import { ByteReader, badField } from './byte-reader.js'
import { FLAT_FORMATS } from './flat-format.js'

/** Every kind of index that has a file format. `metric` tells them apart. */
export type AnyIndex = IndexFlatL2 | IndexFlatIP

/**
 * Reads an index from the bytes of a FAISS file: a flat index, by squared L2 or inner product.
 *
 * Stricter than FAISS 1.15.1, which loads a file whose fourcc and metric disagree, that says it is untrained, that
 * holds NaN, or that goes on after its end; here each is refused, for each means that the bytes are not what was
 * written. To read an index out of a longer block, pass a subarray. As in FAISS, the two dummy fields may hold
 * anything.
 *
 * Cost: `O(bytes.length)`; one copy of the vectors.
 *
 * @param bytes - The whole file, at any offset in its buffer. Never written, never kept.
 * @returns An index that shares nothing with `bytes`.
 * @throws {@link AnnError} BAD_FORMAT, naming the field and what was expected and found, if the bytes are not a
 *   whole, consistent file of a supported kind; INVALID_OPTION if `bytes` is not a Uint8Array.
 * @example
 * const index = readIndex(await readFile('items.index'))
 */
export function readIndex(bytes: Uint8Array): AnyIndex {
  if (!(bytes instanceof Uint8Array))
    throw new AnnError('INVALID_OPTION', `bytes must be a Uint8Array, got ${describeType(bytes)}`)
  const reader = new ByteReader(bytes)
  const index = readFlat(reader)
  if (reader.remaining > 0) {
    const size = bytes.byteLength - reader.remaining
    throw new AnnError('BAD_FORMAT', `the index file must end after ${size} bytes, got ${bytes.byteLength}`)
  }
  return index
}

function readFlat(reader: ByteReader): AnyIndex {
  const metric = readFourcc(reader)
  const d = reader.int32('d')
  if (d < 1) throw badField('d', 'at least 1', d)
  const ntotal = reader.int64('ntotal')
  if (ntotal < 0n || ntotal > MAX_INT32) throw badField('ntotal', `in 0..${MAX_INT32}`, ntotal)
  reader.int64('first dummy')
  reader.int64('second dummy')
  if (!reader.bool('is_trained')) throw badField('is_trained', '1, as in every flat index', 0)
  const { fourcc, metricType } = FLAT_FORMATS[metric]
  const foundMetricType = reader.int32('metric_type')
  if (foundMetricType !== metricType)
    throw badField('metric_type', `${metricType}, as its fourcc is ${fourcc}`, foundMetricType)
  const count = reader.uint64('count of vector components')
  if (count !== ntotal * BigInt(d))
    throw badField('count of vector components', `ntotal * d = ${ntotal * BigInt(d)}`, count)
  // A count above 2^53 loses its last bits as a number, but it exceeds the bytes there are all the same.
  const vectors = reader.float32Array('vectors', Number(count))
  const at = findNotFinite(vectors)
  if (at >= 0)
    throw badField(
      'vectors',
      'finite',
      `${vectors[at]} as component ${at % d} of vector ${Math.floor(at / d)}`,
    )
  const index = metric === 'l2' ? new IndexFlatL2(d) : new IndexFlatIP(d)
  index.adopt(vectors)
  return index
}

function readFourcc(reader: ByteReader): Metric {
  const found = reader.fourcc('fourcc')
  if (found === FLAT_FORMATS.l2.fourcc) return 'l2'
  if (found === FLAT_FORMATS.innerProduct.fourcc) return 'innerProduct'
  throw badField(
    'fourcc',
    `${FLAT_FORMATS.l2.fourcc} or ${FLAT_FORMATS.innerProduct.fourcc}`,
    JSON.stringify(found),
  )
}
