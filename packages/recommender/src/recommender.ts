/** A song of the catalogue. */
export interface Song {
  /** `"<Artist> - <Track>"`. */
  readonly songId: string
  readonly title: string
  readonly artist: string
}

/** A recommended song. */
export interface Recommendation extends Song {
  /** Squared L2 distance to what it was sought for, smaller is nearer; `null` when it was not found by distance. */
  readonly distance: number | null
}

/** A labelled row of recommendations. */
export interface Shelf {
  readonly label: string
  /** `"your taste"` when built on seeds or likes, `null` for a newcomer. */
  readonly seedUsed: string | null
  readonly items: readonly Recommendation[]
}
