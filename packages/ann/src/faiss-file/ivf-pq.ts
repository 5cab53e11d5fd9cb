import { IndexIVFPQ } from '../index-ivf-pq.js'
import type { IndexOptions } from '../options.js'
import { packCodes, packedSize, unpackCodes } from './bit-packing.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { checkDirectMap } from './direct-map.js'
import { readInvertedLists, writeInvertedLists } from './inverted-lists.js'
import { type IvfHeader, readIvfHeader, writeIvfHeader } from './ivf.js'

/*
 * An inverted file with a product quantizer: what every inverted file begins with, then
 *
 *   type       field
 *   uint8      by_residual, 1: codes are of what a vector differs from its list's centroid by
 *   uint64     code_size, bytes to a vector
 *   uint64     d
 *   uint64     M
 *   uint64     nbits
 *   uint64     number of floats that follow, M * 2^nbits * (d / M)
 *   float32[]  the centroids, [sub-vector][centroid][component]; all zero before training
 *              the inverted lists, of packed codes
 */

export const IVF_PQ_FOURCC = 'IwPQ'
const MAX_NBITS = 8

export function readIvfPq(reader: ByteReader, options: IndexOptions): IndexIVFPQ {
  const header = readIvfHeader(reader, options)
  const { d, metric, nlist, ntotal, directMap } = header
  if (!reader.bool('by_residual')) throw reader.refusal('by_residual', '1, for nothing else is supported', 0)
  const codeSize = reader.uint64('code_size')
  const { M, nbits, centroids } = reader.within('product quantizer', () => readCentroids(reader, header))
  const size = packedSize(M, nbits)
  if (codeSize !== BigInt(size)) throw reader.refusal('code_size', `M * nbits bits = ${size}`, codeSize)
  const lists = reader.within('inverted lists', () =>
    readInvertedLists(reader, nlist, size, ntotal, (n) =>
      unpackCodes(reader.uint8Array('codes', n * size), M, nbits),
    ),
  )
  checkDirectMap(reader, directMap, lists)
  const index = new IndexIVFPQ(header.quantizer, d, nlist, M, nbits, metric, options)
  index.nprobe = header.nprobe
  if (header.isTrained) index.adopt(centroids, lists)
  return index
}

function readCentroids(reader: ByteReader, { d }: IvfHeader) {
  reader.expectCount('d', d, 'that of the index')
  const M = reader.integer('M', 1, d)
  if (d % M !== 0) throw reader.refusal('M', `a divisor of d = ${d}`, M)
  const nbits = reader.integer('nbits', 1, MAX_NBITS)
  const length = 2 ** nbits * d
  reader.expectCount('count of centroid components', length, '2^nbits * d')
  return { M, nbits, centroids: reader.float32Array('centroids', length, d / M) }
}

export function writeIvfPq(writer: ByteWriter, index: IndexIVFPQ): void {
  const { d, M, nbits, nlist } = index
  const size = packedSize(M, nbits)
  const centroids = index.productQuantizer?.centroids ?? new Float32Array(2 ** nbits * d)
  writer.fourcc(IVF_PQ_FOURCC)
  writeIvfHeader(writer, index)
  writer.bool(true)
  writer.int64(size)
  writer.int64(d)
  writer.int64(M)
  writer.int64(nbits)
  writer.int64(centroids.length)
  writer.float32Array(centroids)
  const lists = Array.from({ length: nlist }, (_, list) => ({
    codes: index.listCodes(list),
    labels: index.listLabels(list),
  }))
  writeInvertedLists(writer, size, lists, (codes) => writer.uint8Array(packCodes(codes, M, nbits)))
}
