import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import type { InvertedList } from './inverted-lists.js'

/*
 * Where an inverted file keeps the vector of a label; FAISS makes it on request, for `reconstruct`:
 *
 *   type     field
 *   uint8    type, 0: there is none, 1: an array, 2: a hash table
 *   uint64   length of the array, ntotal for type 1, else 0
 *   int64[]  for each label from 0, its place
 *            for type 2 only: uint64 number of pairs that follow, then pairs of int64 label and int64 place
 *
 * A place is list * 2^32 + offset in the list. Our indexes find labels by themselves, so a map is checked and then
 * forgotten.
 */

/** What a file says of some labels, in bigints as it says it. */
export interface DirectMap {
  readonly labels: BigInt64Array
  readonly places: BigInt64Array
}

const NONE = 0
const ARRAY = 1
const HASH_TABLE = 2
const PAIR_BYTES = 16

export function readDirectMap(reader: ByteReader, ntotal: number): DirectMap {
  const type = reader.uint8('type')
  if (type !== NONE && type !== ARRAY && type !== HASH_TABLE)
    throw reader.refusal('type', '0 (none), 1 (array) or 2 (hash table)', type)
  const length = type === ARRAY ? ntotal : 0
  reader.expectCount('length of the array', length, type === ARRAY ? 'ntotal' : 'nothing in this type')
  const places = reader.int64Array('array', length)
  if (type !== HASH_TABLE) return { labels: BigInt64Array.from(places, (_, i) => BigInt(i)), places }
  const pairs = reader.count('count of pairs', PAIR_BYTES)
  if (pairs > ntotal) throw reader.refusal('count of pairs', `at most ntotal = ${ntotal}`, pairs)
  const flat = reader.int64Array('pairs', 2 * pairs)
  return { labels: flat.filter((_, i) => i % 2 === 0), places: flat.filter((_, i) => i % 2 === 1) }
}

/** Refuses a map with an entry that leads nowhere or to another label. */
export function checkDirectMap(
  reader: ByteReader,
  map: DirectMap,
  lists: readonly InvertedList<unknown>[],
): void {
  for (const [i, place] of map.places.entries()) {
    const list = lists[Number(place >> 32n)]
    const label = list?.labels[Number(BigInt.asUintN(32, place))]
    if (label === undefined || BigInt(label) !== map.labels[i])
      throw reader.refusal('places of the direct map', `where the label ${map.labels[i]} is`, place)
  }
}

/** Writes that there is none. */
export function writeNoDirectMap(writer: ByteWriter): void {
  writer.uint8(NONE)
  writer.int64(0)
}
