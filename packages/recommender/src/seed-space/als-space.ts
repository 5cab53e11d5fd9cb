import type { IndexFlatIP } from '@redux/ann'
import { ImplicitALS, type Seed } from '@redux/svd'
import type { Artifact } from '../artifact/artifact.js'
import { Directions } from './directions.js'
import { SearchIndex } from './search-index.js'
import {
  type Found,
  partsOfTheBest,
  type SeedShare,
  type SeedSpace,
  sharesOf,
  UP_NEXT,
} from './seed-space.js'

/** The item factors of an iALS model: a newcomer is folded in, and relevance is what the model expects, 0 to about 1. */
export class AlsSpace implements SeedSpace {
  readonly #index: SearchIndex
  readonly #model: ImplicitALS
  readonly #directions: Directions

  constructor(artifact: Artifact, index: IndexFlatIP) {
    this.#index = new SearchIndex(index.vectors.slice(), index.d)
    this.#model = modelOf(artifact)
    this.#directions = new Directions(artifact.itemFactors, index.d)
  }

  profile(weights: ReadonlyMap<number, number>): Float32Array | undefined {
    if (weights.size === 0) return undefined
    const seeds = [...weights]
      .map(([item, weight]): Seed => ({ item, weight }))
      .filter(({ weight }) => weight !== 0)
    return Float32Array.from(this.#model.foldIn(seeds))
  }

  upNext(current: number, weights: ReadonlyMap<number, number>): Float32Array {
    const weight = UP_NEXT.currentInProfile / UP_NEXT.profile
    return this.profile(new Map(weights).set(current, weight))!
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

  /** By how alike they are: what a folded-in user is made of cannot be told apart exactly. */
  shares(row: number, weights: ReadonlyMap<number, number>): SeedShare[] {
    return sharesOf(weights, 0, (seed, weight) => weight * this.#directions.cosine(seed, row))
  }
}

/** The model of an artifact, with rows for ids. */
function modelOf({ manifest, userFactors, itemFactors, catalogue }: Artifact): ImplicitALS {
  const { counts, model } = manifest
  const numbers = Object.entries(model.hyperparameters)
  const scalars = numbers.filter(([name]) => /^(mean_value|(user|item)_penalty_)/.test(name))
  const options = numbers.filter(([name]) => !scalars.some(([scalar]) => scalar === name))
  return ImplicitALS.from({
    kind: 'ials',
    options: Object.fromEntries(options),
    scalars: Object.fromEntries(scalars) as Record<string, number>,
    userIds: Array.from({ length: counts.users }, (_, row) => String(row)),
    itemIds: Array.from({ length: counts.items }, (_, row) => String(row)),
    arrays: {
      user_factors: { data: userFactors, shape: [counts.users, counts.nFactors] },
      item_factors: { data: itemFactors, shape: [counts.items, counts.nFactors] },
      item_counts: {
        data: Int32Array.from(catalogue, ({ listeners }) => listeners),
        shape: [counts.items],
      },
    },
  })
}
