import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'

/*
 * The inverted lists of an index:
 *
 *   type      field
 *   4 bytes   fourcc, ilar
 *   uint64    nlist
 *   uint64    code_size, bytes to a vector
 *   4 bytes   how sizes are given, full or sprs
 *   uint64    full: nlist; sprs: twice the number of lists that hold anything
 *   uint64[]  full: the size of each list; sprs: number and size of each list that holds anything, by number
 *             for each list that holds anything, its codes (code_size bytes each), then its labels (int64 each)
 */

const FOURCC = 'ilar'

/** One list: what is kept of its vectors, one after the other, and their labels in the same order. */
export interface InvertedList<Codes> {
  readonly codes: Codes
  readonly labels: Int32Array
}

/**
 * @param nlist - As the index has said.
 * @param codeSize - As the index has said or implied.
 * @param ntotal - As the index has said: the sizes of all lists together.
 * @param readCodes - Reads those of `n` vectors.
 */
export function readInvertedLists<Codes>(
  reader: ByteReader,
  nlist: number,
  codeSize: number,
  ntotal: number,
  readCodes: (n: number) => Codes,
): InvertedList<Codes>[] {
  const fourcc = reader.fourcc('fourcc')
  if (fourcc !== FOURCC) throw reader.refusal('fourcc', FOURCC, JSON.stringify(fourcc))
  reader.expectCount('nlist', nlist, 'that of the index')
  reader.expectCount('code_size', codeSize, 'that of the index')
  const sizes = readSizes(reader, nlist)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total !== ntotal) throw reader.refusal('sizes', `${ntotal} in all, as ntotal says`, total)
  const empty = { codes: readCodes(0), labels: new Int32Array(0) }
  return Array.from(sizes, (n) =>
    n === 0 ? empty : { codes: readCodes(n), labels: reader.labels('labels', n) },
  )
}

/** @returns The size of each list. */
function readSizes(reader: ByteReader, nlist: number): Float64Array {
  const kind = reader.fourcc('kind of sizes')
  if (kind === 'full') {
    const count = reader.count('count of sizes', 8)
    if (count !== nlist) throw reader.refusal('count of sizes', `nlist = ${nlist}`, count)
    return Float64Array.from({ length: nlist }, () => reader.integer('sizes', 0))
  }
  if (kind !== 'sprs') throw reader.refusal('kind of sizes', 'full or sprs', JSON.stringify(kind))
  const count = reader.count('count of list numbers and sizes', 8)
  if (count % 2 !== 0 || count > 2 * nlist)
    throw reader.refusal('count of list numbers and sizes', `even and at most 2 nlist = ${2 * nlist}`, count)
  const sizes = new Float64Array(nlist)
  for (let i = 0, next = 0; i < count; i += 2) {
    const list = reader.integer('list numbers', next, nlist - 1)
    sizes[list] = reader.integer('sizes', 1)
    next = list + 1
  }
  return sizes
}

/** @param lists - By number. */
export function writeInvertedLists<Codes>(
  writer: ByteWriter,
  codeSize: number,
  lists: readonly InvertedList<Codes>[],
  writeCodes: (codes: Codes) => void,
): void {
  const filled = [...lists.entries()].filter(([, { labels }]) => labels.length > 0)
  writer.fourcc(FOURCC)
  writer.int64(lists.length)
  writer.int64(codeSize)
  if (filled.length > lists.length / 2) {
    writer.fourcc('full')
    writer.int64(lists.length)
    for (const { labels } of lists) writer.int64(labels.length)
  } else {
    writer.fourcc('sprs')
    writer.int64(2 * filled.length)
    for (const [list, { labels }] of filled) {
      writer.int64(list)
      writer.int64(labels.length)
    }
  }
  for (const [, { codes, labels }] of filled) {
    writeCodes(codes)
    writer.int64Array(labels)
  }
}
