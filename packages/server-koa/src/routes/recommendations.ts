import { z } from 'zod'
import { recommendationsAnswer } from '../api/answers.js'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import type { Served } from '../artifacts/served-artifacts.js'
import { HttpError } from '../errors.js'
import { integer, limit, text } from '../middleware/fields.js'
import { coldStartItems } from '../recommending/cold-start.js'
import { type Recommending, reportFailure } from '../recommending/recommending.js'
import { reused } from '../recommending/reused.js'
import { similarItems } from '../recommending/similar.js'
import { storedTaste } from '../recommending/taste.js'
import type { Account, Store } from '../stores/store.js'
import { StoreError } from '../stores/store-error.js'
import { type KnownCover, withCovers } from '../wire.js'

const resultLimit = limit({ min: 1, max: 50, fallback: 10 })

const coldStart = operation({
  method: 'post',
  path: '/recommendations/cold-start',
  tag: 'Recommendations',
  summary: 'Songs that go with a few songs',
  description:
    'Once per account: the first accepted call of a signed-in caller stores its seeds, and later calls use the stored ones whatever they send.',
  caller: 'optional',
  json: z.object({
    seeds: z.array(text).meta({ description: 'Ids of songs, or as people write them: "Artist - Title".' }),
    limit: resultLimit,
  }),
  answer: { description: 'The songs, best first.', schema: recommendationsAnswer },
  errors: ['NO_SEEDS'],
})

const similar = operation({
  method: 'post',
  path: '/recommendations/similar',
  tag: 'Recommendations',
  summary: 'What to play after a song',
  caller: 'optional',
  withoutAccounts: 'as anonymous',
  json: z.object({
    song: text.meta({ description: 'Id of the current song, or as people write it.' }),
    limit: resultLimit,
    seed: integer.nullish().meta({ description: 'The same number gives the same order.' }),
  }),
  answer: { description: 'The songs, in playing order.', schema: recommendationsAnswer },
  errors: ['SONG_NOT_IN_MODEL'],
})

/** `POST /recommendations/cold-start` and `POST /recommendations/similar`. */
export function recommendationsRoutes(api: Api, recommending: Recommending, knownCover: KnownCover): void {
  const { artifacts, store, likedWeight } = recommending

  api.serve(coldStart, async ({ input, account, requestId }) => {
    const served = artifacts.current
    const { limit } = input
    const { version } = served.recommender
    const seeds = await seedsFor(account, input.seeds, served, store)
    if (seeds.length === 0) throw new HttpError('NO_SEEDS')
    const asked = { version, kind: 'cold-start', account, question: { seeds, limit } }
    const items = await reused(recommending, asked, async (doNotKeep) => {
      const likes = account === null ? [] : await store.getLikes(account.id)
      const failed = reportFailure(recommending, requestId, doNotKeep)
      return coldStartItems(served, { seeds, likes }, { likedWeight, limit }, failed)
    })
    return { results: withCovers(items, knownCover), seed_count: seeds.length }
  })

  api.serve(similar, async ({ input: { song, limit, seed }, account, requestId }) => {
    const served = artifacts.current
    const songId = served.recommender.resolve(song)
    if (songId === null) throw new HttpError('SONG_NOT_IN_MODEL', { about: song })
    const question = { songId, limit, seed: seed ?? undefined }
    const asked = { version: served.recommender.version, kind: 'similar', account, question }
    const items = await reused(recommending, asked, async (doNotKeep) => {
      const failed = reportFailure(recommending, requestId, doNotKeep)
      const taste = await storedTaste(store, account, failed)
      return similarItems(served, { ...question, taste, likedWeight }, failed)
    })
    return { results: withCovers(items, knownCover), seed_count: 1 }
  })
}

/**
 * The seeds to answer with: an account's stored ones, whatever this call sends; its own, from now on stored, if
 * the account has none. Seeds a newer catalogue no longer has are left out. Should none be left, the call's own
 * serve this once, so that an account does not end up without any recommendation for good.
 */
async function seedsFor(
  account: Account | null,
  texts: readonly string[],
  { recommender }: Served,
  store: Store,
): Promise<string[]> {
  const resolveAll = (songs: readonly string[]) => [
    ...new Set(songs.map((song) => recommender.resolve(song)).filter((songId) => songId !== null)),
  ]
  if (!account) return resolveAll(texts)
  const stored = await store.getSeeds(account.id)
  const usable = resolveAll(stored)
  if (usable.length > 0) return usable
  const given = resolveAll(texts)
  if (stored.length > 0 || given.length === 0) return given
  try {
    return resolveAll(await store.storeSeedsOnce(account.id, given))
  } catch (error) {
    // Deleted since its token was looked at: a token of nobody makes no difference to this call.
    if (error instanceof StoreError && error.code === 'GONE') return given
    throw error
  }
}
