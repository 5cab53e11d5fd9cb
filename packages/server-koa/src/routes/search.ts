import type { Router } from '@koa/router'
import { z } from 'zod'
import type { AskOptions } from '../metadata/ask.js'
import type { MetadataProvider } from '../metadata/provider.js'
import { searchProviders } from '../metadata/search-providers.js'
import { cappedLimit, text } from '../middleware/fields.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateQuery } from '../middleware/validate.js'
import type { ServedRecommender } from '../served-recommender.js'
import { type KnownCover, searchResult, sendJson } from '../wire.js'

const searchQuery = z.object({ q: text.default(''), limit: cappedLimit({ cap: 25, fallback: 10 }) })

type SearchQuery = Valid<z.output<typeof searchQuery>>

/** `GET /catalog/search`: the catalogue's own songs. `GET /search`: what the metadata providers find of them. */
export function searchRoutes(
  router: Router<RequestState>,
  recommender: ServedRecommender,
  providers: readonly MetadataProvider[],
  askOptions: AskOptions,
  knownCover: KnownCover,
): void {
  const searchCatalogue: Step<SearchQuery> = (ctx) => {
    const { q, limit } = ctx.state.input
    const songs = isBlank(q) ? [] : recommender.search(q, { limit })
    const results = songs.map((song) => {
      const coverUrl = knownCover(song.artist, song.title)
      return searchResult(song, { album: null, coverUrl, previewUrl: null })
    })
    sendJson(ctx, results)
  }

  const searchOutside: Step<SearchQuery> = async (ctx) => {
    const { q, limit } = ctx.state.input
    const songs = isBlank(q) ? [] : await searchProviders(providers, recommender, q, limit, askOptions)
    const results = songs.map(({ song, found }) => {
      const coverUrl = found.coverUrl ?? knownCover(song.artist, song.title)
      return searchResult(song, { ...found, coverUrl })
    })
    sendJson(ctx, results)
  }

  router.get<SearchQuery>('/catalog/search', validateQuery(searchQuery), searchCatalogue)
  router.get<SearchQuery>('/search', validateQuery(searchQuery), searchOutside)
}

function isBlank(query: string): boolean {
  return query.trim() === ''
}
