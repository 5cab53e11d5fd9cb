import type { Interactions } from './interactions.js'
import { checkInteger } from './options.js'
import { createRandom } from './random.js'

/** How much to keep, and by which draw. */
export interface SampleOptions {
  /** Pairs to keep, an integer >= 1. */
  readonly size: number
  /** Fixes the draw, a safe integer. @defaultValue 0 */
  readonly seed?: number
}

/**
 * Keeps `size` user-item pairs, each set of that size being equally likely. Pairs, users and items stay in
 * order; users and items that are left without a pair go, and the others are renumbered without gaps.
 *
 * Cost: one sweep over the pairs.
 *
 * @returns A new object with arrays of its own, or `interactions` itself when it has no more than `size` pairs.
 * @throws {@link RecommenderError} INVALID_OPTION if `size` or `seed` is out of range.
 * @see Knuth, "The Art of Computer Programming", volume 2, section 3.4.2, algorithm S (selection sampling).
 */
export function sampleInteractions(interactions: Interactions, options: SampleOptions): Interactions {
  const { size, seed = 0 } = options
  checkInteger('size', size, 1)
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  const nPairs = interactions.items.length
  if (size >= nPairs) return interactions
  return only(interactions, drawPositions(nPairs, size, seed))
}

/** `size` of the positions 0 … nPairs - 1, ascending. */
function drawPositions(nPairs: number, size: number, seed: number): Int32Array {
  const random = createRandom(seed)
  const positions = new Int32Array(size)
  let drawn = 0
  for (let position = 0; drawn < size; position++) {
    // Chosen with probability wanted / left, which makes every subset of the size equally likely.
    if (random() * (nPairs - position) < size - drawn) positions[drawn++] = position
  }
  return positions
}

/** The pairs at some ascending positions, as interactions of their own. */
function only(all: Interactions, positions: Int32Array): Interactions {
  const newItem = renumbering(all.itemIds.length, positions, all.items)
  const items = new Int32Array(positions.length)
  const values = new Float32Array(positions.length)
  const userIds: string[] = []
  const offsets = [0]
  let kept = 0
  for (let user = 0; user < all.userIds.length; user++) {
    const end = all.offsets[user + 1]!
    const first = kept
    for (; kept < positions.length && positions[kept]! < end; kept++) {
      const position = positions[kept]!
      items[kept] = newItem[all.items[position]!]!
      values[kept] = all.values[position]!
    }
    if (kept === first) continue
    userIds.push(all.userIds[user]!)
    offsets.push(kept)
  }
  const itemIds = all.itemIds.filter((_, item) => newItem[item] !== -1)
  return { kind: all.kind, userIds, itemIds, offsets: Int32Array.from(offsets), items, values }
}

/** New index by old one for the items that occur, in their old order; -1 for the others. */
function renumbering(nItems: number, positions: Int32Array, items: Int32Array): Int32Array {
  const newItem = new Int32Array(nItems).fill(-1)
  for (const position of positions) newItem[items[position]!] = 0
  let next = 0
  for (let item = 0; item < nItems; item++) if (newItem[item] === 0) newItem[item] = next++
  return newItem
}
