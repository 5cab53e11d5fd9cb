import type { Song } from './song.js'

/** A recommended song. */
export interface Recommendation extends Song {
  /** How far from what was sought, smaller is nearer, from 0: 1 minus the relevance. `null` when it was not sought by nearness. */
  readonly distance: number | null
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
  /** Songs chosen at onboarding, by id or as people write them; those not in the catalogue are left out. */
  readonly seeds?: readonly string[]
  /** Songs liked since. */
  readonly likes?: readonly string[]
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
