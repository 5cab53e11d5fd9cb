import { IndexFlatIP } from '@redux/ann'
import { evidence } from '../evidence.js'
import { addScaled, Directions, normalised, unitRows } from './directions.js'
import type { SearchIndex } from './search-index.js'
import { type Found, type SeedShare, type SeedSpace, sharesOf, UP_NEXT } from './seed-space.js'

/**
 * The index that recommendations are sought in: every item's factors at the length of the {@link evidence} for
 * them, so that the inner product with a unit target is the cosine, shrunk towards 0 for items few have heard.
 *
 * Measured for new listeners (five seeds, NDCG@10, Last.fm 2K / MovieLens 100K): nearest in L2 0.05 / 0.01,
 * plain cosine 0.00 / 0.19, shrunk cosine 0.12 / 0.32.
 *
 * @param itemFactors - nItems x nFactors, row-major.
 * @param listeners - nItems long.
 */
export function itemIndexOf(
  itemFactors: Float32Array,
  nFactors: number,
  listeners: ArrayLike<number>,
): IndexFlatIP {
  const rows = unitRows(itemFactors, nFactors)
  for (let at = 0; at < rows.length; at++) rows[at] *= evidence(listeners[Math.floor(at / nFactors)])
  const index = new IndexFlatIP(nFactors)
  index.add(rows)
  return index
}

/** The items of a rating model as directions, and the index over them: relevance is the cosine, shrunk by evidence. */
export class ItemSpace implements SeedSpace {
  readonly #index: SearchIndex
  readonly #directions: Directions

  /** @param index - Over the same items: their directions, at lengths of its own. */
  constructor(itemFactors: Float32Array, index: SearchIndex) {
    this.#index = index
    this.#directions = new Directions(itemFactors, index.d)
  }

  profile(weights: ReadonlyMap<number, number>): Float32Array | undefined {
    const sum = new Float32Array(this.#index.d)
    for (const [row, weight] of weights) addScaled(sum, this.#directions.row(row), weight)
    return normalised(sum)
  }

  upNext(current: number, weights: ReadonlyMap<number, number>): Float32Array {
    const direction = this.#directions.row(current)
    const profile = this.profile(new Map(weights).set(current, UP_NEXT.currentInProfile))
    if (profile === undefined) return direction
    const sum = new Float32Array(this.#index.d)
    addScaled(sum, direction, UP_NEXT.current)
    addScaled(sum, profile, UP_NEXT.profile)
    return normalised(sum) ?? direction
  }

  nearest(query: Float32Array, count: number, excluded: ReadonlySet<number>): Found[] {
    return this.#index.nearest(query, count, excluded)
  }

  /** Cosines as they are. */
  relevances(candidates: readonly Found[]): readonly Found[] {
    return candidates
  }

  scores(query: Float32Array): Float64Array {
    return this.#index.products(query)
  }

  cosine(a: number, b: number): number {
    return this.#directions.cosine(a, b)
  }

  shares(row: number, weights: ReadonlyMap<number, number>): SeedShare[] {
    return sharesOf(weights, 0, (seed, weight) => weight * this.#directions.cosine(seed, row))
  }
}
