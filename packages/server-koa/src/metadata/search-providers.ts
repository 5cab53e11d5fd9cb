import { type Song, splitSongId } from '@redux/recommender'
import type { ServedRecommender } from '../artifacts/served-recommender.js'
import { type AskOptions, ask } from './ask.js'
import type { Covers } from './covers.js'
import type { FoundSong, MetadataProvider } from './provider.js'
import { ProviderError } from './provider-error.js'

/** A song of the catalogue with what a provider knows of it. */
export interface ResolvedSong {
  readonly song: Song
  readonly found: FoundSong
}

export interface SearchOptions extends AskOptions {
  /** Learns the covers that come with the songs. */
  readonly covers?: Pick<Covers, 'learn'>
  /** Told when a provider has failed, so that the result may be poorer than it would be. */
  readonly onSkip?: () => void
}

/** Songs a provider is asked for: many are not in the catalogue. */
const CANDIDATES = 50

/**
 * Asks the providers one after the other until `limit` songs of the catalogue are found. What does not resolve to
 * a catalogue song is left out, and so is a song an earlier provider already named. Never rejects.
 *
 * It takes `timeoutMs` at most. Once a provider has had its equal share of that, the next one is asked beside it.
 */
export async function searchProviders(
  providers: readonly MetadataProvider[],
  recommender: Pick<ServedRecommender, 'resolve'>,
  query: string,
  limit: number,
  { timeoutMs, log, covers, onSkip }: SearchOptions,
): Promise<readonly ResolvedSong[]> {
  const shareMs = timeoutMs / providers.length
  const end = new AbortController()
  const timeIsUp = () => end.abort(new ProviderError('TIMEOUT', `no answer within ${timeoutMs} ms`))
  const timer = setTimeout(timeIsUp, timeoutMs)
  /** In the order of the providers, whoever answers first. */
  const answers: (readonly ResolvedSong[])[] = providers.map(() => [])
  const found = () => firstOfEach(answers).slice(0, limit)
  const asked: Promise<void>[] = []
  for (const [place, provider] of providers.entries()) {
    const question = (signal: AbortSignal) =>
      provider.search(query, { limit: CANDIDATES, signal, waitMs: shareMs })
    const reply = ask(provider, question, { signal: end.signal, log }).then((reply) => {
      if (reply.answered) answers[place] = resolved(reply.answer, recommender)
      else onSkip?.()
    })
    asked.push(reply)
    await within(shareMs, reply)
    if (found().length === limit) break
  }
  if (found().length < limit) await Promise.all(asked)
  clearTimeout(timer)
  end.abort(new ProviderError('ABORTED', 'others have answered'))
  for (const {
    song,
    found: { coverUrl },
  } of answers.flat())
    if (coverUrl !== null) covers?.learn(song.artist, song.title, coverUrl)
  return found()
}

/** Waits for a promise that never rejects, but not for long. */
async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([promise, timeIsUp])
  clearTimeout(timer)
}

function resolved(
  songs: readonly FoundSong[],
  recommender: Pick<ServedRecommender, 'resolve'>,
): ResolvedSong[] {
  return songs.flatMap((found) => {
    const songId = recommender.resolve(`${found.artist} - ${found.title}`)
    return songId === null ? [] : [{ song: songOf(songId), found }]
  })
}

/** Every song once, as the first who names it has it. */
function firstOfEach(answers: readonly (readonly ResolvedSong[])[]): ResolvedSong[] {
  const songs = new Map<string, ResolvedSong>()
  for (const resolved of answers.flat())
    if (!songs.has(resolved.song.songId)) songs.set(resolved.song.songId, resolved)
  return [...songs.values()]
}

function songOf(songId: string): Song {
  const { artist, track } = splitSongId(songId)
  return { songId, artist, title: track }
}
