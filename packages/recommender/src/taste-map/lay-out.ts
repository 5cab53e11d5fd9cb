import { createRandom, type Random } from '../random.js'
import { unitRows } from '../seed-space/directions.js'
import { placesAround } from './around.js'
import { fuzzyGraph } from './fuzzy-graph.js'
import type { LayoutStep } from './layout-step.js'
import { nearestNeighbours } from './nearest-neighbours.js'
import { optimiseLayout } from './optimise-layout.js'
import { principalPlane } from './principal-plane.js'
import { intoUnitSquare, pulledIn } from './unit-square.js'

/** Neighbours that a point is drawn to. */
export const NEIGHBOURS = 15
/** The plane at the start, from its middle to its edge. */
const RADIUS = 10
/** How far points are moved at random at the start, so that no two lie on each other. */
const JITTER = 0.01

/** Times that the heaviest edges are drawn: fewer where there are many. */
export function epochsFor(n: number): number {
  return n <= 10_000 ? 200 : 80
}

/**
 * Places vectors in a plane so that those with a small angle between them lie near each other, in the manner of UMAP:
 * the nearest neighbours of each, a graph of them, and from the two principal components on a layout in which what is
 * joined comes together. Vectors of zeros have no direction and lie around the others.
 *
 * A generator, so that whoever asks can say how far it is, and stop. The same vectors and seed give the same places.
 *
 * @param vectors - n x d, row-major, all finite; n at least 1.
 * @param seed - A safe integer.
 * @returns n x 2, within 0..1.
 */
export function* layOut(vectors: Float32Array, d: number, seed: number): Generator<LayoutStep, Float32Array> {
  const rows = Array.from({ length: vectors.length / d }, (_, row) => row)
  const hasDirection = (row: number) => vectors.subarray(row * d, (row + 1) * d).some((value) => value !== 0)
  const known = rows.filter(hasDirection)
  const unknown = rows.filter((row) => !hasDirection(row))
  const directions = unitRows(chosenRows(vectors, d, known), d)
  const found = pulledIn(yield* layOutDirections(directions, d, createRandom(seed)))
  const around = placesAround(found, unknown.length)
  const places = new Float64Array(2 * rows.length)
  for (const [i, row] of known.entries()) places.set(found.subarray(2 * i, 2 * i + 2), 2 * row)
  for (const [i, row] of unknown.entries()) places.set(around.subarray(2 * i, 2 * i + 2), 2 * row)
  return intoUnitSquare(places)
}

function* layOutDirections(
  directions: Float32Array,
  d: number,
  random: Random,
): Generator<LayoutStep, Float64Array> {
  const n = directions.length / d
  if (n < 2) return new Float64Array(2 * n)
  const edges = fuzzyGraph(yield* nearestNeighbours(directions, d, NEIGHBOURS))
  const places = startingPlaces(directions, d, random)
  yield* optimiseLayout(places, edges, epochsFor(n), Math.floor(random() * (2 ** 31 - 1)) + 1)
  return places
}

function startingPlaces(directions: Float32Array, d: number, random: Random): Float64Array {
  const plane = principalPlane(directions, d, random)
  const farthest = plane.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scale = farthest > 0 ? RADIUS / farthest : 0
  return Float64Array.from(plane, (value) => value * scale + (2 * random() - 1) * JITTER)
}

function chosenRows(vectors: Float32Array, d: number, rows: readonly number[]): Float32Array {
  const chosen = new Float32Array(rows.length * d)
  for (const [i, row] of rows.entries()) chosen.set(vectors.subarray(row * d, (row + 1) * d), i * d)
  return chosen
}
