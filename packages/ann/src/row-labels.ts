import { IndexIVF } from './index-ivf.js'
import type { VectorIndex } from './vector-index.js'

/** Whether the labels of an index are 0 … ntotal - 1, each once. An inverted file may have others. */
export function hasRowLabels(index: VectorIndex): boolean {
  if (!(index instanceof IndexIVF)) return true
  const seen = new Uint8Array(index.ntotal)
  for (let list = 0; list < index.nlist; list++)
    for (const label of index.listLabels(list)) {
      if (label >= seen.length || seen[label] === 1) return false
      seen[label] = 1
    }
  return true
}

/**
 * Forgets the vectors of some labels; the labels of those behind each become lower by one, also in an inverted file,
 * where they would stay as they are. Cost: `O(ntotal)`, and what the index takes.
 *
 * @param index - Its labels are 0 … ntotal - 1, and `labels` are among them.
 */
export function removeRows(index: VectorIndex, labels: ReadonlySet<number>): void {
  const before = index.ntotal
  index.remove(labels)
  if (!(index instanceof IndexIVF) || labels.size === 0) return
  const moved = new Int32Array(before)
  let next = 0
  for (let label = 0; label < before; label++) moved[label] = labels.has(label) ? -1 : next++
  index.relabel(moved)
}
