import { z } from 'zod'
import { searchResult } from '../api/answers.js'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import type { Artifacts } from '../artifacts/served-artifacts.js'
import type { SearchOutside } from '../metadata/search-outside.js'
import { cappedLimit, text } from '../middleware/fields.js'
import { type KnownCover, searchResultOf } from '../wire.js'

const query = z.object({ q: text.default(''), limit: cappedLimit({ cap: 25, fallback: 10 }) })

const searchCatalogue = operation({
  method: 'get',
  path: '/catalog/search',
  tag: 'Catalogue',
  summary: 'Songs of the catalogue by words',
  description: 'Every word must occur in artist or title; forgives a typo when nothing matches.',
  caller: 'anyone',
  query,
  answer: { description: 'The songs, best first; none for an empty query.', schema: z.array(searchResult) },
})

const searchOutside = operation({
  method: 'get',
  path: '/search',
  tag: 'Catalogue',
  summary: 'Songs of the catalogue as the public metadata services find them',
  description: 'A service that fails or limits us is skipped.',
  caller: 'anyone',
  query,
  answer: { description: 'The songs, best first; none for an empty query.', schema: z.array(searchResult) },
})

/** `GET /catalog/search`: the catalogue's own songs. `GET /search`: what the metadata providers find of them. */
export function searchRoutes(
  api: Api,
  artifacts: Artifacts,
  search: SearchOutside,
  knownCover: KnownCover,
): void {
  api.serve(searchCatalogue, ({ input: { q, limit } }) => {
    const songs = isBlank(q) ? [] : artifacts.current.recommender.search(q, { limit })
    return songs.map((song) => {
      const coverUrl = knownCover(song.artist, song.title)
      return searchResultOf(song, { album: null, coverUrl, previewUrl: null })
    })
  })

  api.serve(searchOutside, async ({ input: { q, limit } }) => {
    const songs = isBlank(q) ? [] : await search(q, limit)
    return songs.map(({ song, found }) => {
      const coverUrl = found.coverUrl ?? knownCover(song.artist, song.title)
      return searchResultOf(song, { ...found, coverUrl })
    })
  })
}

function isBlank(query: string): boolean {
  return query.trim() === ''
}
