/** A song of the catalogue; where the data name no artist, an item with its id as title. */
export interface Song {
  /** `"<Artist> - <Track>"`. */
  readonly songId: string
  readonly title: string
  readonly artist: string
}
