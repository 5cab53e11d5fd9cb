import { IndexFlatIP } from '@redux/ann'
import type { FewSeedLinear } from '@redux/svd'
import { addScaled, Directions, dotOfRows } from './directions.js'
import { SearchIndex } from './search-index.js'
import {
  type Found,
  partsOfTheBest,
  type SeedShare,
  type SeedSpace,
  sharesOf,
  UP_NEXT,
} from './seed-space.js'

/**
 * The index of a linear model: every item's factors, and its intercept as one more dimension, for which a query has 1.
 * So the inner product is the model's score.
 *
 * @param itemFactors - nItems x nFactors, row-major.
 * @param intercepts - nItems long.
 */
export function linearIndexOf(itemFactors: Float32Array, intercepts: Float32Array): IndexFlatIP {
  const nItems = intercepts.length
  const nFactors = itemFactors.length / nItems
  const rows = new Float32Array(nItems * (nFactors + 1))
  for (let i = 0; i < nItems; i++) {
    rows.set(itemFactors.subarray(i * nFactors, (i + 1) * nFactors), i * (nFactors + 1))
    rows[i * (nFactors + 1) + nFactors] = intercepts[i]
  }
  const index = new IndexFlatIP(nFactors + 1)
  index.add(rows)
  return index
}

/** The space of a model as it was trained. */
export function linearSpaceOf({ itemFactors, intercepts, seedScales }: FewSeedLinear): LinearSpace {
  return new LinearSpace(linearIndexOf(itemFactors.data, intercepts), seedScales)
}

/** An intercept is made larger or smaller by 2 to this power at most, so that float32 holds it without a rounding. */
const LARGEST_EXPONENT = 16

/** The vectors of a linear few-seed model: relevance is what it expects, 0 for nothing and 1 for a sure thing. */
export class LinearSpace implements SeedSpace {
  /** A row is the factors, and the intercept last, times a power of two: that changes no bit of a product. */
  readonly #index: SearchIndex
  readonly #interceptScale: number
  readonly #directions: Directions
  readonly #seedScales: Float32Array

  /** @param seedScales - nItems long: an item's factors times this are what it adds to a query as a seed. */
  constructor(index: IndexFlatIP, seedScales: Float32Array) {
    const rows = index.vectors.slice()
    this.#interceptScale = evenScale(rows, index.d)
    for (let last = index.d - 1; last < rows.length; last += index.d) rows[last] *= this.#interceptScale
    this.#index = new SearchIndex(rows, index.d)
    this.#seedScales = seedScales
    this.#directions = new Directions(withoutLast(rows, index.d), index.d - 1)
  }

  profile(weights: ReadonlyMap<number, number>): Float32Array | undefined {
    if (weights.size === 0) return undefined
    const query = new Float32Array(this.#index.d)
    for (const [row, weight] of weights) addScaled(query, this.#row(row), weight * this.#seedScales[row])
    query[query.length - 1] = 1 / this.#interceptScale
    return query
  }

  upNext(current: number, weights: ReadonlyMap<number, number>): Float32Array {
    const profile = new Map(weights).set(current, UP_NEXT.currentInProfile)
    let total = 0
    for (const weight of profile.values()) total += Math.abs(weight)
    const mixed = new Map<number, number>()
    for (const [row, weight] of profile) mixed.set(row, (UP_NEXT.profile * weight) / total)
    mixed.set(current, (mixed.get(current) ?? 0) + UP_NEXT.current)
    return this.profile(mixed)!
  }

  nearest(query: Float32Array, count: number, excluded: ReadonlySet<number>): Found[] {
    return this.#index.nearest(query, count, excluded)
  }

  relevances(candidates: readonly Found[]): readonly Found[] {
    return partsOfTheBest(candidates)
  }

  scores(query: Float32Array): Float64Array {
    return this.#index.products(query)
  }

  cosine(a: number, b: number): number {
    return this.#directions.cosine(a, b)
  }

  shares(row: number, weights: ReadonlyMap<number, number>): SeedShare[] {
    const { d, rows } = this.#index
    const intercept = rows[row * d + d - 1] / this.#interceptScale
    return sharesOf(weights, intercept, (seed, weight) => {
      const product = dotOfRows(rows, seed * d, row * d, d - 1)
      return weight * this.#seedScales[seed] * product
    })
  }

  #row(row: number): Float32Array {
    const { d, rows } = this.#index
    return rows.subarray(row * d, (row + 1) * d)
  }
}

/**
 * The power of two that makes the largest intercept about as large as the largest factor. The index seeks by codes that
 * are equally fine in all components of a row, and their errors count by the components of the query; so a small
 * intercept that meets a 1 would blur what is known of the whole row.
 */
function evenScale(rows: Float32Array, d: number): number {
  let factor = 0
  let intercept = 0
  for (let at = 0; at < rows.length; at++) {
    const size = Math.abs(rows[at])
    if (at % d === d - 1) intercept = Math.max(intercept, size)
    else factor = Math.max(factor, size)
  }
  const exponent = Math.round(Math.log2(factor / intercept))
  return Number.isFinite(exponent)
    ? 2 ** Math.min(Math.max(exponent, -LARGEST_EXPONENT), LARGEST_EXPONENT)
    : 1
}

/** Rows less their last component, which is the intercept. */
export function withoutLast(rows: Float32Array, d: number): Float32Array {
  const n = rows.length / d
  const shorter = new Float32Array(n * (d - 1))
  for (let row = 0; row < n; row++) shorter.set(rows.subarray(row * d, (row + 1) * d - 1), row * (d - 1))
  return shorter
}
