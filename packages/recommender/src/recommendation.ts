import type { Song } from './song.js'

/** A recommended song. */
export interface Recommendation extends Song {
  /** How far from what was sought, smaller is nearer, from 0: 1 minus the relevance. `null` when it was not sought by nearness. */
  readonly distance: number | null
  /**
   * The songs of the listener's that speak for it most, at most three, largest share first; empty for songs that were
   * not sought by nearness. What is missing to 1 is due to other songs and to how popular the song is.
   */
  readonly because: readonly Reason[]
}

/** A song of the listener's that speaks for a recommendation. */
export interface Reason {
  readonly songId: string
  /** Its part of the score, above 0 and at most 1. */
  readonly share: number
}

/** Recommendations, and what of the question could not be used. */
export interface Recommendations extends ReadonlyArray<Recommendation> {
  /** Seeds, likes and dislikes that are not in the catalogue, as they were given. */
  readonly unknown: readonly string[]
}

/** A labelled row of recommendations. */
export interface Shelf {
  readonly label: string
  /** `"your taste"` when built on seeds or likes, `null` for a newcomer. */
  readonly seedUsed: string | null
  readonly items: readonly Recommendation[]
}

/** What is known of the listener who asks. */
export interface Taste {
  /** Songs chosen at onboarding, by id or as people write them; those not in the catalogue are reported as unknown. */
  readonly seeds?: readonly string[]
  /** Songs liked since. */
  readonly likes?: readonly string[]
  /** Songs disliked or skipped: they push away what is like them, and never come back. */
  readonly dislikes?: readonly string[]
  /** Weight of a like in the profile, against 1 for a seed, >= 0. @defaultValue 2 */
  readonly likedWeight?: number
}

/** How many songs, and in which of many good orders. */
export interface Wanted {
  /** At most this many, an integer >= 1. @defaultValue 10 */
  readonly limit?: number
}

/** As {@link Wanted}, with a say in the order. */
export interface WantedVaried extends Wanted {
  /**
   * Any integer: the same one gives the same order, another one another order of nearly as relevant songs.
   * Without it the order is the most relevant one.
   */
  readonly seed?: number
}
