import type { Neighbours } from './nearest-neighbours.js'

/** A weighted graph as its edges, each in both directions. */
export interface Edges {
  readonly from: Int32Array
  readonly to: Int32Array
  /** From 0 to 1. */
  readonly weights: Float32Array
}

const BISECTIONS = 32
/** A bandwidth is at least this part of the mean distance. */
const NARROWEST = 1e-3

/**
 * How much each row belongs with each of its neighbours: 1 for its nearest, and falling with distance so that the
 * weights of a row add up to log2(k), dense places and sparse ones alike. Rows belong together as far as either says.
 *
 * @see McInnes, Healy, Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018,
 *   section 3.1 and algorithm 3. https://arxiv.org/abs/1802.03426
 */
export function fuzzyGraph(neighbours: Neighbours): Edges {
  return united(neighbours, memberships(neighbours))
}

/** One-sided weights, n x k. */
function memberships({ k, distances }: Neighbours): Float32Array {
  const weights = new Float32Array(distances.length)
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length
  for (let start = 0; start < distances.length; start += k) {
    const own = distances.subarray(start, start + k)
    const nearest = own.find((distance) => distance > 0) ?? 0
    const bandwidth = Math.max(bandwidthOf(own, nearest), NARROWEST * mean, Number.MIN_VALUE)
    for (let j = 0; j < k; j++) weights[start + j] = membership(own[j], nearest, bandwidth)
  }
  return weights
}

function membership(distance: number, nearest: number, bandwidth: number): number {
  return distance <= nearest ? 1 : Math.exp((nearest - distance) / bandwidth)
}

/** The bandwidth at which the weights of a row add up to log2(k); the narrowest there is, where they always do. */
function bandwidthOf(distances: Float32Array, nearest: number): number {
  const wanted = Math.log2(distances.length)
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let bandwidth = 1
  for (let i = 0; i < BISECTIONS; i++) {
    let sum = 0
    for (let j = 0; j < distances.length; j++) sum += membership(distances[j], nearest, bandwidth)
    if (sum > wanted) high = bandwidth
    else low = bandwidth
    bandwidth = high === Number.POSITIVE_INFINITY ? bandwidth * 2 : (low + high) / 2
  }
  return bandwidth
}

/** Joins what two rows say of each other as the probability that either is right: a + b - a b. */
function united({ k, rows }: Neighbours, weights: Float32Array): Edges {
  const from = new Int32Array(2 * rows.length)
  const to = new Int32Array(2 * rows.length)
  const joined = new Float32Array(2 * rows.length)
  let nEdges = 0
  const add = (a: number, b: number, weight: number) => {
    from[nEdges] = a
    to[nEdges] = b
    joined[nEdges++] = weight
  }
  for (let at = 0; at < rows.length; at++) {
    const a = Math.floor(at / k)
    const b = rows[at]
    if (a === b) continue
    let back = b * k
    while (back < (b + 1) * k && rows[back] !== a) back++
    const isMutual = back < (b + 1) * k
    // A pair that name each other is joined once, when the lower row comes.
    if (isMutual && a > b) continue
    const weight = isMutual ? weights[at] + weights[back] * (1 - weights[at]) : weights[at]
    add(a, b, weight)
    add(b, a, weight)
  }
  return { from: from.slice(0, nEdges), to: to.slice(0, nEdges), weights: joined.slice(0, nEdges) }
}
