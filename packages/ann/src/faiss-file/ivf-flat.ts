import { IndexIVFFlat } from '../index-ivf-flat.js'
import type { IndexOptions } from '../options.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { checkDirectMap } from './direct-map.js'
import { readInvertedLists, writeInvertedLists } from './inverted-lists.js'
import { readIvfHeader, writeIvfHeader } from './ivf.js'

/*
 * An inverted file of whole vectors: what every inverted file begins with, then the lists. A vector's code is its
 * float32 components.
 */

export const IVF_FLAT_FOURCC = 'IwFl'

export function readIvfFlat(reader: ByteReader, options: IndexOptions): IndexIVFFlat {
  const { d, metric, nlist, nprobe, ntotal, isTrained, quantizer, directMap } = readIvfHeader(reader, options)
  if (!isTrained && quantizer.ntotal === nlist)
    throw reader.refusal('is_trained', '1, for there are all centroids', 0)
  const lists = reader.within('inverted lists', () =>
    readInvertedLists(reader, nlist, 4 * d, ntotal, (n) => reader.float32Array('vectors', n * d, d)),
  )
  checkDirectMap(reader, directMap, lists)
  const index = new IndexIVFFlat(quantizer, d, nlist, metric, options)
  index.nprobe = nprobe
  index.adoptLists(lists)
  return index
}

export function writeIvfFlat(writer: ByteWriter, index: IndexIVFFlat): void {
  writer.fourcc(IVF_FLAT_FOURCC)
  writeIvfHeader(writer, index)
  const lists = Array.from({ length: index.nlist }, (_, list) => ({
    codes: index.listVectors(list),
    labels: index.listLabels(list),
  }))
  writeInvertedLists(writer, 4 * index.d, lists, (vectors) => writer.float32Array(vectors))
}
