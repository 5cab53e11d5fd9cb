import type { ServedRecommender } from '../artifacts/served-recommender.js'
import type { FoundSong, MetadataProvider } from './provider.js'

/** Answers from the catalogue alone, without any network: finds its songs and has no covers. */
export class CatalogueProvider implements MetadataProvider {
  readonly name = 'catalogue'
  readonly #recommender: Pick<ServedRecommender, 'search'>

  constructor(recommender: Pick<ServedRecommender, 'search'>) {
    this.#recommender = recommender
  }

  async search(query: string, { limit }: { limit: number }): Promise<readonly FoundSong[]> {
    const songs = this.#recommender.search(query, { limit })
    return songs.map(({ title, artist }) => ({
      title,
      artist,
      album: null,
      coverUrl: null,
      previewUrl: null,
    }))
  }

  async cover(): Promise<null> {
    return null
  }
}
