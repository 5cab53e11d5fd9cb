import { IndexFlatIP } from '@redux/ann'
import { createRandom } from '../../random.js'
import { principalComponents } from './principal-components.js'

const NEIGHBOURS = 15
/** How strongly, against 1 for what repels: little, so that what is alike still has room. */
const ATTRACTION = 0.15
const EPOCHS = 200
/** Points that each one is pushed away from in an epoch. */
const REPELLING = 60
/** No step is longer, in units of the plane. */
const LONGEST_STEP = 4
/** The plane at the start, from its middle to its edge. */
const RADIUS = 10

/**
 * Places points in a plane so that near neighbours stay near, in the manner of UMAP: from the two principal components
 * on, each point is drawn to its neighbours and pushed away from others, with less and less force. Which points are
 * together tells something; how far apart groups are tells little. The same points give the same places.
 *
 * Cost: n * 200 * 75 steps, a second for 2500 points.
 *
 * @param directions - n x d, row-major, of length 1.
 * @returns n x 2, within 0..1.
 * @see McInnes, Healy, Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018.
 *   https://arxiv.org/abs/1802.03426
 */
export function neighbourLayout(directions: Float32Array, d: number): Float32Array {
  const n = directions.length / d
  const places = scaled(principalComponents(directions, d), (share) => (2 * share - 1) * RADIUS)
  if (n < 3) return scaled(places, (share) => share)
  const neighbours = neighboursOf(directions, d)
  const perPoint = neighbours.length / n
  const random = createRandom(0)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = 1 - epoch / EPOCHS
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < perPoint; j++) attract(places, i, neighbours[i * perPoint + j]!, rate)
      const start = Math.floor(random() * n)
      for (let m = 0; m < REPELLING; m++) repel(places, i, Math.floor(start + (m * n) / REPELLING) % n, rate)
    }
  }
  return scaled(places, (share) => 0.03 + 0.94 * share)
}

/** The nearest other points of each. */
function neighboursOf(directions: Float32Array, d: number): Int32Array {
  const n = directions.length / d
  const k = Math.min(NEIGHBOURS, n - 1)
  const index = new IndexFlatIP(d)
  index.add(directions)
  const { labels } = index.search(directions, k + 1)
  const neighbours = new Int32Array(n * k)
  for (let i = 0; i < n; i++) {
    const others = labels.subarray(i * (k + 1), (i + 1) * (k + 1)).filter((label) => label !== i)
    neighbours.set(others.subarray(0, k), i * k)
  }
  return neighbours
}

/** Moves two points towards each other. */
function attract(places: Float32Array, i: number, j: number, rate: number): void {
  const dx = places[2 * j]! - places[2 * i]!
  const dy = places[2 * j + 1]! - places[2 * i + 1]!
  const force = (ATTRACTION * rate) / (1 + dx * dx + dy * dy)
  move(places, i, force * dx, force * dy)
  move(places, j, -force * dx, -force * dy)
}

/** Moves a point away from another. */
function repel(places: Float32Array, i: number, j: number, rate: number): void {
  if (i === j) return
  const dx = places[2 * i]! - places[2 * j]!
  const dy = places[2 * i + 1]! - places[2 * j + 1]!
  const squared = dx * dx + dy * dy
  const force = (2 * rate) / ((0.01 + squared) * (1 + squared))
  move(places, i, force * dx, force * dy)
}

function move(places: Float32Array, i: number, dx: number, dy: number): void {
  places[2 * i]! += Math.min(Math.max(dx, -LONGEST_STEP), LONGEST_STEP)
  places[2 * i + 1]! += Math.min(Math.max(dy, -LONGEST_STEP), LONGEST_STEP)
}

/** Both coordinates on their own from 0 to 1, and then as `place` puts them. */
function scaled(places: Float32Array, place: (share: number) => number): Float32Array {
  const low = [Infinity, Infinity]
  const high = [-Infinity, -Infinity]
  for (const [i, value] of places.entries()) {
    low[i % 2] = Math.min(low[i % 2]!, value)
    high[i % 2] = Math.max(high[i % 2]!, value)
  }
  return places.map((value, i) => {
    const range = high[i % 2]! - low[i % 2]!
    return place(range > 0 ? (value - low[i % 2]!) / range : 0.5)
  })
}
