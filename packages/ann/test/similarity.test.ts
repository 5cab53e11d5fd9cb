import { expect, test } from 'vitest'
import { IndexFlatIP, IndexIVFFlat } from '../src/index.js'
import { makeRandom } from './random.js'

// docs/ann.md, "Similarity for recommenders": what it tells readers to do.

const random = makeRandom(4)
const nItems = 500
const k = 8
const itemVectors = Float32Array.from({ length: nItems * k }, () => random.normal())
const intercepts = Float32Array.from({ length: nItems }, () => random.normal() * 3)

/** Rows with one more component at their end. */
function withComponent(rows: Float32Array, last: (row: number) => number): Float32Array {
  const n = rows.length / k
  const result = new Float32Array(n * (k + 1))
  for (let row = 0; row < n; row++) {
    result.set(rows.subarray(row * k, (row + 1) * k), row * (k + 1))
    result[row * (k + 1) + k] = last(row)
  }
  return result
}

function best(scores: number[], n: number): number[] {
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, n)
}

test('one more component carries an intercept for each item, and queries have 1 there', () => {
  const index = new IndexFlatIP(k + 1)
  index.add(withComponent(itemVectors, (row) => intercepts[row]!))
  const query = Float32Array.from({ length: k }, () => random.normal())
  const scores = Array.from({ length: nItems }, (_, item) =>
    query.reduce((sum, q, f) => sum + q * itemVectors[item * k + f]!, intercepts[item]!),
  )
  const { labels, distances } = index.search(
    withComponent(query, () => 1),
    10,
  )
  expect([...labels]).toEqual(best(scores, 10))
  for (const [rank, label] of labels.entries()) expect(distances[rank]).toBeCloseTo(scores[label]!, 4)
})

test('rows and queries of length 1 make the inner product the cosine, in an inverted file, too', () => {
  const unit = itemVectors.slice()
  for (let row = 0; row < unit.length; row += k) {
    const length = Math.hypot(...unit.subarray(row, row + k))
    for (let f = row; f < row + k; f++) unit[f]! /= length
  }
  const index = new IndexIVFFlat(new IndexFlatIP(k), k, 10)
  index.train(unit)
  index.add(unit)
  index.nprobe = 10
  const { labels, distances } = index.search(unit.subarray(0, k), 3, { exclude: [0] })
  const cosine = (item: number) => unit.subarray(0, k).reduce((sum, q, f) => sum + q * unit[item * k + f]!, 0)
  expect([...labels]).toEqual(
    best(
      [...Array(nItems).keys()].map((item) => (item === 0 ? -2 : cosine(item))),
      3,
    ),
  )
  expect(distances[0]).toBeCloseTo(cosine(labels[0]!), 6)
})
