/**
 * Where every item stands among all by popularity, from 0 (least popular) to 1: the share of items with a lower count
 * and half of those with the same one, itself among them (the mid-rank). The mean over all items is 0.5.
 * O(n log n).
 *
 * @param itemCounts - Training users of every item of the catalogue.
 */
export function popularityPercentiles(itemCounts: ArrayLike<number>): Float64Array {
  const nItems = itemCounts.length
  const sorted = Float64Array.from(itemCounts).sort()
  const percentiles = new Map<number, number>()
  for (let first = 0; first < nItems; ) {
    let end = first
    while (end < nItems && sorted[end] === sorted[first]) end++
    percentiles.set(sorted[first], (first + end) / 2 / nItems)
    first = end
  }
  return Float64Array.from(itemCounts, (count) => percentiles.get(count)!)
}
