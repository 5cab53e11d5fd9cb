import { describeType } from '../describe-type.js'
import { AnnError } from '../errors.js'
import { IndexFlat } from '../index-flat.js'
import { IndexIDMap } from '../index-id-map.js'
import { IndexIVFFlat } from '../index-ivf-flat.js'
import { IndexIVFPQ } from '../index-ivf-pq.js'
import { IndexScalarQuantizer } from '../index-scalar-quantizer.js'
import { type ByteWriter, written } from './byte-writer.js'
import { writeFlat } from './flat.js'
import { writeIdMap } from './id-map.js'
import { writeIvfFlat } from './ivf-flat.js'
import { writeIvfPq } from './ivf-pq.js'
import type { AnyIndex, LabelledIndex } from './read.js'
import { writeScalarQuantizer } from './scalar-quantizer.js'

/**
 * Writes an index as FAISS 1.15.1 does, byte for byte, so that `faiss.read_index` loads it.
 *
 * Cost: `O(n)` for a file of n bytes; allocates only the result.
 *
 * @param index - Left as it is.
 * @returns The whole file.
 * @throws {@link AnnError} INVALID_OPTION if `index` is of no kind that has a file format.
 */
export function writeIndex(index: AnyIndex): Uint8Array {
  return written((writer) => {
    if (index instanceof IndexIDMap) writeIdMap(writer, index, writeLabelled)
    else writeLabelled(writer, index)
  })
}

function writeLabelled(writer: ByteWriter, index: LabelledIndex): void {
  if (index instanceof IndexFlat) writeFlat(writer, index)
  else if (index instanceof IndexScalarQuantizer) writeScalarQuantizer(writer, index)
  else if (index instanceof IndexIVFFlat) writeIvfFlat(writer, index)
  else if (index instanceof IndexIVFPQ) writeIvfPq(writer, index)
  else
    throw new AnnError(
      'INVALID_OPTION',
      `index must be of a kind that readIndex gives, got ${describeType(index)}`,
    )
}
