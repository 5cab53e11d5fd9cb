// Searches with our indexes, as the benchmarks time and compare them.
import { medianSeconds } from '../lib/in-turns.mjs'

/** A turn of searches for so many queries at once. @returns A function that gives the median seconds of a search. */
export function searchTurn(index, queries, rows, k, seconds) {
  const batches = cut(queries, rows * index.d)
  const result = { distances: new Float32Array(rows * k), labels: new Int32Array(rows * k) }
  return () => medianSeconds((call) => index.searchInto(batches[call % batches.length], k, result), seconds)
}

/** The labels of all queries, so many of them at once. */
export function answers(index, queries, rows, k) {
  const labels = new Int32Array((queries.length / index.d) * k)
  for (const [i, batch] of cut(queries, rows * index.d).entries())
    labels.set(index.search(batch, k).labels, i * rows * k)
  return labels
}

function cut(queries, length) {
  return Array.from({ length: queries.length / length }, (_, i) =>
    queries.subarray(i * length, (i + 1) * length),
  )
}

/** The share of the true labels that were found. */
export function recall(labels, truth, k) {
  let found = 0
  for (let at = 0; at < truth.length; at += k) {
    const wanted = new Set(truth.subarray(at, at + k))
    for (const label of new Set(labels.subarray(at, at + k))) if (wanted.has(label)) found++
  }
  return found / truth.length
}
