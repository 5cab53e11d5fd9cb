import type { Ratings } from '@redux/svd'
import type { CatalogueSong } from '../catalogue.js'
import type { Interactions } from '../interactions.js'
import { type TrainingPositives, trainingPositives } from './positives.js'
import { catalogueOf, ratingsOf } from './prepare.js'

/** The data of a training as models want them. */
export interface Material {
  readonly interactions: Interactions
  /** What was rated, or log10(plays + 1): each user's in random order. */
  readonly ratings: Ratings
  readonly positives: TrainingPositives
  readonly catalogue: readonly CatalogueSong[]
}

/** @throws {@link RecommenderError} EMPTY_DATA */
export function materialOf(interactions: Interactions, seed: number): Material {
  return {
    interactions,
    ratings: ratingsOf(interactions).shuffled(seed),
    positives: trainingPositives(interactions),
    catalogue: catalogueOf(interactions),
  }
}
