import { IndexScalarQuantizer } from '../index-scalar-quantizer.js'
import type { IndexOptions } from '../options.js'
import { ScalarQuantizer } from '../scalar-quantizer.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { type IndexHeader, readIndexHeader, writeIndexHeader } from './index-header.js'

/*
 * A scalar quantizer's index:
 *
 *   type       field
 *   4 bytes    fourcc, IxSQ
 *              header
 *   int32      qtype, 0: 8 bits a component, with a range for each
 *   int32      rangestat, float32 rangestat_arg: how ranges are trained; 0 and 0: by minimum and maximum
 *   uint64     d
 *   uint64     code_size, d
 *   uint64     number of floats that follow, 2 d; 0 before training
 *   float32[]  d minima, then d ranges
 *   uint64     number of bytes that follow, ntotal * d
 *   uint8[]    the codes, row-major
 */

export const SCALAR_QUANTIZER_FOURCC = 'IxSQ'
const QT_8BIT = 0

/** How an index was trained is not kept: what was trained is. */
export function readScalarQuantizer(reader: ByteReader, options: IndexOptions): IndexScalarQuantizer {
  const header = readIndexHeader(reader)
  const { d, ntotal, metric, isTrained } = header
  const qtype = reader.int32('qtype')
  if (qtype !== QT_8BIT) throw reader.refusal('qtype', '0 (8 bits with a range for each component)', qtype)
  const rangestat = reader.int32('rangestat')
  if (rangestat < 0 || rangestat > 3) throw reader.refusal('rangestat', 'in 0..3', rangestat)
  const argument = reader.float32('rangestat_arg')
  if (!Number.isFinite(argument)) throw reader.refusal('rangestat_arg', 'finite', argument)
  reader.expectCount('d of the scalar quantizer', d, 'd')
  reader.expectCount('code_size', d, 'd')
  reader.expectCount('count of trained values', isTrained ? 2 * d : 0, isTrained ? '2 d' : 'none yet')
  const index = new IndexScalarQuantizer(d, metric, options)
  const quantizer = isTrained ? readTrained(reader, header) : undefined
  if (!quantizer && ntotal > 0) throw reader.refusal('ntotal', '0 as long as it is untrained', ntotal)
  reader.expectCount('count of code bytes', BigInt(ntotal) * BigInt(d), 'ntotal * d')
  const codes = reader.uint8Array('codes', ntotal * d)
  if (quantizer) index.adopt(quantizer, codes)
  return index
}

function readTrained(reader: ByteReader, { d }: IndexHeader): ScalarQuantizer {
  const minima = reader.float32Array('minima', d)
  const ranges = reader.float32Array('ranges', d)
  for (let j = 0; j < d; j++)
    // Else a vector would be decoded to what no index takes.
    if (ranges[j]! < 0 || !Number.isFinite(Math.fround(minima[j]! + ranges[j]!)))
      throw reader.refusal(
        'ranges',
        'at least 0 and lead from the minima to float32 numbers',
        `${ranges[j]} from ${minima[j]} as component ${j}`,
      )
  return new ScalarQuantizer(minima, ranges)
}

export function writeScalarQuantizer(writer: ByteWriter, index: IndexScalarQuantizer): void {
  const { d, quantizer, codes } = index
  writer.fourcc(SCALAR_QUANTIZER_FOURCC)
  writeIndexHeader(writer, index)
  writer.int32(QT_8BIT)
  writer.int32(0)
  writer.float32(0)
  writer.int64(d)
  writer.int64(d)
  writer.int64(quantizer ? 2 * d : 0)
  if (quantizer) {
    writer.float32Array(quantizer.minima)
    writer.float32Array(quantizer.ranges)
  }
  writer.int64(codes.length)
  writer.uint8Array(codes)
}
