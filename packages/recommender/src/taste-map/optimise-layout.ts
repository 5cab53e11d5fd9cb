import type { Edges } from './fuzzy-graph.js'
import type { LayoutStep } from './layout-step.js'

/**
 * Points at a distance d are together as much as 1 / (1 + STEEPNESS d²). Less steep than UMAP's 1.577, which makes tight
 * knots in wide emptiness: here what is alike has room, and a map is to be looked at.
 */
const STEEPNESS = 0.05
/** Points that the near end of an edge is pushed away from each time the edge is drawn. */
const REPELLING = 5
/** No push is longer in x or y. */
const LONGEST_PUSH = 4
/** Keeps points that lie on each other from being pushed without end. */
const SOFTENING = 0.01
/** Edges looked at between two steps, about. */
const AT_A_TIME = 300_000

/**
 * Moves points in a plane so that those joined by edges come near each other and others go apart: stochastic gradient
 * descent on the cross-entropy of the graph, each edge drawn as often as its weight says, with a few points drawn at
 * random for each to push away from, and steps that shrink to nothing.
 *
 * The kernel is Student's t, as in LargeVis: it takes no power of a distance, which UMAP's does.
 *
 * Cost: 6 nEpochs times the sum of the weights, which is some 6 a point.
 *
 * @param places - n x 2; moved.
 * @param seed - A whole number from 1 below 2 ** 31.
 * @see Tang, Liu, Zhang, Mei, "Visualizing Large-scale and High-dimensional Data", WWW 2016.
 *   https://arxiv.org/abs/1602.00370
 * @see McInnes, Healy, Melville, "UMAP", 2018, section 3.2 and algorithm 5. https://arxiv.org/abs/1802.03426
 */
export function* optimiseLayout(
  places: Float64Array,
  edges: Edges,
  nEpochs: number,
  seed: number,
): Generator<LayoutStep, void> {
  // What of each edge is still to be drawn: an edge of weight 1, and every point has one, is drawn in every epoch.
  const due = new Float32Array(edges.weights.length)
  const epochsAtATime = Math.ceil(AT_A_TIME / (due.length + 1))
  let state = seed
  for (let epoch = 0; epoch < nEpochs; epoch++) {
    if (epoch % epochsAtATime === 0) yield { done: epoch, of: nEpochs, what: 'layout' }
    state = passOver(places, edges, due, 1 - epoch / nEpochs, state)
  }
}

/**
 * One epoch. A single loop nest over local numbers, for it runs two hundred million times.
 *
 * @returns The state of the random numbers.
 */
function passOver(
  places: Float64Array,
  { from, to, weights }: Edges,
  due: Float32Array,
  rate: number,
  seed: number,
): number {
  const share = places.length / 2 / 2 ** 32
  const longest = rate * LONGEST_PUSH
  let state = seed
  for (let edge = 0; edge < due.length; edge++) {
    const draws = due[edge] + weights[edge]
    due[edge] = draws < 1 ? draws : draws - 1
    if (draws < 1) continue
    const a = 2 * from[edge]
    const b = 2 * to[edge]
    let dx = places[a] - places[b]
    let dy = places[a + 1] - places[b + 1]
    const pull = (2 * STEEPNESS * rate) / (1 + STEEPNESS * (dx * dx + dy * dy))
    places[b] += pull * dx
    places[b + 1] += pull * dy
    let x = places[a] - pull * dx
    let y = places[a + 1] - pull * dy
    for (let i = 0; i < REPELLING; i++) {
      // Marsaglia's xorshift: quick, and as good as this needs.
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const c = 2 * Math.floor((state >>> 0) * share)
      // A point that is drawn against itself is pushed off where it was: by nothing, or a little.
      dx = x - places[c]
      dy = y - places[c + 1]
      const squared = dx * dx + dy * dy
      const push = (2 * rate) / ((SOFTENING + squared) * (1 + STEEPNESS * squared))
      const pushX = push * dx
      const pushY = push * dy
      x += pushX > longest ? longest : pushX < -longest ? -longest : pushX
      y += pushY > longest ? longest : pushY < -longest ? -longest : pushY
    }
    places[a] = x
    places[a + 1] = y
  }
  return state
}
