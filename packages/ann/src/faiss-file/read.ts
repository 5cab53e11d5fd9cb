import { describeType } from '../describe-type.js'
import { AnnError } from '../errors.js'
import type { IndexFlatIP, IndexFlatL2 } from '../index-flat.js'
import type { IndexIDMap } from '../index-id-map.js'
import type { IndexIVFFlat } from '../index-ivf-flat.js'
import type { IndexIVFPQ } from '../index-ivf-pq.js'
import type { IndexScalarQuantizer } from '../index-scalar-quantizer.js'
import { type IndexOptions, resolveIndexOptions } from '../options.js'
import { ByteReader } from './byte-reader.js'
import { FLAT_METRICS, readFlat } from './flat.js'
import { ID_MAP_FOURCCS, readIdMap } from './id-map.js'
import { IVF_FLAT_FOURCC, readIvfFlat } from './ivf-flat.js'
import { IVF_PQ_FOURCC, readIvfPq } from './ivf-pq.js'
import { readScalarQuantizer, SCALAR_QUANTIZER_FOURCC } from './scalar-quantizer.js'

/** Every kind of index that has a file format and labels of its own. */
export type LabelledIndex = IndexFlatL2 | IndexFlatIP | IndexScalarQuantizer | IndexIVFFlat | IndexIVFPQ

/** Every kind of index that has a file format. */
export type AnyIndex = LabelledIndex | IndexIDMap<LabelledIndex>

/** What reads an index behind its fourcc, but for the flat ones. */
const READERS: Readonly<Record<string, (reader: ByteReader, options: IndexOptions) => LabelledIndex>> =
  Object.freeze({
    [SCALAR_QUANTIZER_FOURCC]: readScalarQuantizer,
    [IVF_FLAT_FOURCC]: readIvfFlat,
    [IVF_PQ_FOURCC]: readIvfPq,
  })

/** Kinds of FAISS that are not here, for messages. */
const UNSUPPORTED: Readonly<Record<string, string>> = Object.freeze({
  IHNf: 'HNSW over flat vectors',
  IHNs: 'HNSW over a scalar quantizer',
  IHNp: 'HNSW over a product quantizer',
  INSf: 'NSG over flat vectors',
  IwSq: 'an inverted file with a scalar quantizer',
  IwQR: 'an inverted file with a refined product quantizer',
  IwPf: 'an inverted file with a product quantizer for fast scans',
  IPfs: 'a product quantizer for fast scans',
  IxPq: 'a product quantizer without inverted file',
  IxPT: 'an index behind a transformation',
  IxRF: 'a refined index',
  IxHe: 'locality-sensitive hashing',
})

/**
 * Reads an index from the bytes of a FAISS file: flat (`IxF2`, `IxFI`, `IxFl`), scalar quantizer (`IxSQ`), inverted
 * file (`IwFl`, `IwPQ`), or any of these with ids (`IxMp`, `IxM2`).
 *
 * Stricter than FAISS 1.15.1, which loads a file whose fields contradict each other, that holds NaN, or that goes on
 * after its end; here each is refused, for each means that the bytes are not what was written. To read an index out
 * of a longer block, pass a subarray. As in FAISS, the two dummy fields may hold anything.
 *
 * Cost: `O(bytes.length)` time and memory.
 *
 * @param bytes - The whole file, at any offset in its buffer. Never written, never kept.
 * @param options - Of the index that is read; a file says nothing of them.
 * @returns An index that shares nothing with `bytes`.
 * @throws {@link AnnError} BAD_FORMAT, naming the field and what was expected and found, if the bytes are not a
 *   whole, consistent file of a supported kind; INVALID_OPTION if `bytes` is not a Uint8Array or
 *   an option is out of range.
 * @example
 * const index = readIndex(await readFile('items.index'))
 */
export function readIndex(bytes: Uint8Array, options: IndexOptions = {}): AnyIndex {
  if (!(bytes instanceof Uint8Array))
    throw new AnnError('INVALID_OPTION', `bytes must be a Uint8Array, got ${describeType(bytes)}`)
  const reader = new ByteReader(bytes)
  const index = readAny(reader, resolveIndexOptions(options))
  if (reader.remaining > 0) {
    const size = bytes.byteLength - reader.remaining
    throw new AnnError('BAD_FORMAT', `the index file must end after ${size} bytes, got ${bytes.byteLength}`)
  }
  return index
}

function readAny(reader: ByteReader, options: IndexOptions): AnyIndex {
  const fourcc = reader.fourcc('fourcc')
  if (ID_MAP_FOURCCS.includes(fourcc)) return readIdMap(reader, () => readMapped(reader, options))
  return readLabelled(reader, options, fourcc, ID_MAP_FOURCCS)
}

/** A map of ids holds no other one: FAISS could add nothing to it. */
function readMapped(reader: ByteReader, options: IndexOptions): LabelledIndex {
  return readLabelled(reader, options, reader.fourcc('fourcc'), [])
}

/** @param alsoKnown - What else might have stood in the place of `fourcc`, for messages. */
function readLabelled(
  reader: ByteReader,
  options: IndexOptions,
  fourcc: string,
  alsoKnown: readonly string[],
): LabelledIndex {
  if (fourcc in FLAT_METRICS) return readFlat(reader, options, fourcc)
  const read = READERS[fourcc]
  if (read !== undefined) return read(reader, options)
  const known = [...Object.keys(FLAT_METRICS), ...Object.keys(READERS), ...alsoKnown]
  const unsupported = UNSUPPORTED[fourcc]
  throw reader.refusal(
    'fourcc',
    `one of ${known.join(', ')}`,
    `${JSON.stringify(fourcc)}${unsupported ? `, ${unsupported}, which is not supported` : ''}`,
  )
}
