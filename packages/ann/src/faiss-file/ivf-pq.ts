import { IndexIVFPQ } from '../index-ivf-pq.js'
import { ProductQuantizer } from '../product-quantizer.js'
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
 *   float32[]  the centroids, as ProductQuantizer keeps them; all zero before training
 *              the inverted lists, of packed codes
 */

export const IVF_PQ_FOURCC = 'IwPQ'
const MAX_NBITS = 8

export function readIvfPq(reader: ByteReader): IndexIVFPQ {
  const header = readIvfHeader(reader)
  const { d, metric, nlist, nprobe, ntotal, isTrained, directMap } = header
  if (!reader.bool('by_residual')) throw reader.refusal('by_residual', '1, for nothing else is supported', 0)
  const codeSize = reader.uint64('code_size')
  const pq = reader.within('product quantizer', () => readProductQuantizer(reader, header))
  const { M, nbits } = pq
  if (codeSize !== BigInt(packedSize(M, nbits)))
    throw reader.refusal('code_size', `that of M * nbits bits = ${packedSize(M, nbits)}`, codeSize)
  const lists = reader.within('inverted lists', () => {
    const size = packedSize(M, nbits)
    const read = readInvertedLists(reader, nlist, size, ntotal, (n) =>
      unpackCodes(reader.uint8Array('codes', n * size), M, nbits),
    )
    checkDirectMap(reader, directMap, read)
    return read
  })
  const index = new IndexIVFPQ(header.quantizer, d, nlist, M, nbits, metric)
  index.nprobe = nprobe
  if (isTrained) index.adoptLists(pq, lists)
  return index
}

function readProductQuantizer(reader: ByteReader, { d }: IvfHeader): ProductQuantizer {
  reader.expectCount('d', d, 'that of the index')
  const M = reader.integer('M', 1, d)
  if (d % M !== 0) throw reader.refusal('M', `a divisor of d = ${d}`, M)
  const nbits = reader.integer('nbits', 1, MAX_NBITS)
  const length = 2 ** nbits * d
  reader.expectCount('count of centroid components', length, '2^nbits * d')
  return new ProductQuantizer(d, M, nbits, reader.float32Array('centroids', length, d / M))
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
