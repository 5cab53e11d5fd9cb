import { expect, test } from 'vitest'
import { kMeans } from '../src/index.js'
import { expectCode } from './expect-code.js'
import { makeRandom } from './random.js'

const random = makeRandom(3)
const d = 4
/** 50 points around each of 8 far corners of a cube in the first three dimensions. */
const corners = Float32Array.from({ length: 400 * d }, (_, at) => {
  const corner = Math.floor(at / d) % 8
  return (at % d < 3 ? ((corner >> (at % d)) & 1) * 100 : 0) + random.normal()
})

/** Mean squared distance of points to the nearest centroid. */
function loss(x: Float32Array, centroids: Float32Array): number {
  let total = 0
  for (let i = 0; i < x.length; i += d) {
    let nearest = Infinity
    for (let c = 0; c < centroids.length; c += d) {
      let distance = 0
      for (let j = 0; j < d; j++) distance += (x[i + j]! - centroids[c + j]!) ** 2
      nearest = Math.min(nearest, distance)
    }
    total += nearest
  }
  return total / (x.length / d)
}

test('finds clusters that lie apart, whatever the seed', () => {
  // Within a cluster the mean squared distance is d; with one corner missed it would be hundreds.
  for (let seed = 0; seed < 20; seed++)
    expect(loss(corners, kMeans(corners, d, 8, { seed, nIter: 20 }))).toBeLessThan(d + 1)
})

test('never loses by another pass', () => {
  const losses = [1, 2, 3, 5, 8, 13].map((nIter) => loss(corners, kMeans(corners, d, 30, { nIter })))
  for (let i = 1; i < losses.length; i++) expect(losses[i]!).toBeLessThanOrEqual(losses[i - 1]! * (1 + 1e-6))
})

test('gives centroids that are the means of their points once it has settled', () => {
  const centroids = kMeans(corners, d, 8, { nIter: 50 })
  const again = kMeans(corners, d, 8, { nIter: 51 })
  expect(again).toEqual(centroids)
})

test('leaves no cluster empty: as many distinct centroids as there are distinct points', () => {
  const points = Float32Array.of(...Array(90).fill(1), ...Array(6).fill(5), 7, 8, 9, 10)
  const centroids = kMeans(points, 1, 5, { nIter: 30, maxPointsPerCentroid: 256 })
  expect(new Set(centroids).size).toBe(5)
})

test('is one mean for one centroid, and every point for as many as there are', () => {
  const mean = kMeans(corners, d, 1, { maxPointsPerCentroid: 400 })
  for (let j = 0; j < d; j++) {
    let sum = 0
    for (let i = j; i < corners.length; i += d) sum += corners[i]!
    expect(mean[j]).toBeCloseTo(sum / 400, 3)
  }
  expect(loss(corners, kMeans(corners, d, 400, { nIter: 40 }))).toBeLessThan(0.2)
})

test('looks at a sample only when there are more points than it was told', () => {
  const sampled = kMeans(corners, d, 8, { maxPointsPerCentroid: 10, nIter: 20 })
  expect(sampled).not.toEqual(kMeans(corners, d, 8, { nIter: 20 }))
  expect(loss(corners, sampled)).toBeLessThan(d + 2)
})

test('is the same on two threads and without WebAssembly', () => {
  const wanted = kMeans(corners, d, 11)
  expect(kMeans(corners, d, 11, { threads: 2 })).toEqual(wanted)
  expect(kMeans(corners, d, 11, { backend: 'typescript' })).toEqual(wanted)
})

test('stays finite with points as large as there are', () => {
  const huge = Float32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 3e38 : -3e38))
  expect(kMeans(huge, 2, 3).every(Number.isFinite)).toBe(true)
})

test('refuses fewer points than centroids', () => {
  expectCode(() => kMeans(corners, d, 401), 'INVALID_OPTION', /401 vectors, got 400/)
})
