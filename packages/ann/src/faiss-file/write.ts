import { describeType } from '../describe-type.js'
import { AnnError } from '../errors.js'
import { IndexFlat } from '../index-flat.js'
import { ByteWriter } from './byte-writer.js'
import { DUMMY, FLAT_FORMATS, FLAT_HEADER_BYTES } from './flat-format.js'
import type { AnyIndex } from './read.js'

/**
 * Writes an index as FAISS 1.15.1 does, byte for byte, so that `faiss.read_index` loads it.
 *
 * Cost: `O(ntotal * d)`; allocates only the result.
 *
 * @param index - Left as it is.
 * @returns The whole file, 45 + 4 * ntotal * d bytes.
 * @throws {@link AnnError} INVALID_OPTION if `index` is of no kind that has a file format.
 */
export function writeIndex(index: AnyIndex): Uint8Array {
  if (!(index instanceof IndexFlat))
    throw new AnnError(
      'INVALID_OPTION',
      `index must be an IndexFlatL2 or an IndexFlatIP, got ${describeType(index)}`,
    )
  const { vectors } = index
  const { fourcc, metricType } = FLAT_FORMATS[index.metric]
  const writer = new ByteWriter(FLAT_HEADER_BYTES + vectors.byteLength)
  writer.fourcc(fourcc)
  writer.int32(index.d)
  writer.int64(BigInt(index.ntotal))
  writer.int64(DUMMY)
  writer.int64(DUMMY)
  writer.bool(index.isTrained)
  writer.int32(metricType)
  writer.uint64(BigInt(vectors.length))
  writer.float32Array(vectors)
  return writer.bytes
}
