import { type Recommender, RecommenderError, type Song } from '../../index.js'

const N_SUGGESTIONS = 3

/**
 * The ids of the songs that the user named.
 *
 * @throws {@link RecommenderError} UNKNOWN_SONG for the first that is not in the catalogue, naming near ones.
 */
export function resolveSongs(recommender: Recommender, texts: readonly string[]): string[] {
  return texts.map((text) => {
    const songId = recommender.resolve(text)
    if (songId !== null) return songId
    const near = nearestSongs(recommender, text).map((song) => `"${song.songId}"`)
    const hint =
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : 'look it up with "redux search <words>", songs are written "<Artist> - <Track>"'
    throw new RecommenderError('UNKNOWN_SONG', `"${text}" is not in the catalogue; ${hint}`)
  })
}

/** Catalogue hits for the whole text, else for its track, its artist, and at last its words, longest first. */
function nearestSongs(recommender: Pick<Recommender, 'search'>, text: string): readonly Song[] {
  const [artist = '', ...track] = text.split(' - ')
  const words = text.split(/\W+/u).sort((a, b) => b.length - a.length)
  const queries = [text, track.join(' - '), artist, ...words].filter((query) => query.trim() !== '')
  for (const query of queries) {
    const songs = recommender.search(query, { limit: N_SUGGESTIONS })
    if (songs.length > 0) return songs
  }
  return []
}
