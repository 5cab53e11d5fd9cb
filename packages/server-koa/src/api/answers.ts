import { z } from 'zod'

// The shapes of the contract, as clients get them.

export const searchResult = z
  .object({
    song_id: z.string(),
    title: z.string(),
    artist: z.string(),
    album: z.string().nullable(),
    cover_url: z.string().nullable(),
    preview_url: z.string().nullable(),
  })
  .meta({ id: 'SearchResult', description: 'A song of the catalogue, with what is known of it.' })

export const recommendationItem = z
  .object({
    song_id: z.string(),
    title: z.string(),
    artist: z.string(),
    cover_url: z.string().nullable().meta({ description: 'Null also while nobody has looked for it yet.' }),
    distance: z
      .number()
      .nullable()
      .meta({ description: 'Smaller is nearer; null where nothing was measured.' }),
    because: z.array(z.object({ song_id: z.string(), share: z.number() })).meta({
      description: 'The songs of the listener that speak most for this one, and how much of it each says.',
    }),
  })
  .meta({ id: 'RecommendationItem' })

export const recommendationsAnswer = z
  .object({ results: z.array(recommendationItem), seed_count: z.int() })
  .meta({ id: 'Recommendations' })

export const tokenAnswer = z
  .object({ access_token: z.string(), token_type: z.literal('bearer') })
  .meta({ id: 'Token' })

export const problem = z
  .object({ detail: z.string() })
  .meta({ id: 'Problem', description: 'Why a request cannot be answered, in a sentence.' })

export const invalidRequest = z
  .object({
    detail: z.array(
      z.object({
        loc: z
          .array(z.union([z.string(), z.int()]))
          .meta({ description: '"body" or "query", then the way.' }),
        msg: z.string(),
        type: z.string(),
      }),
    ),
  })
  .meta({ id: 'InvalidRequest', description: 'Every field of a body or query that broke a rule.' })
