import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from '../errors.js'
import { COVER_LIFETIME, freshUntil } from '../metadata/cover-lifetime.js'
import { createProviders } from '../metadata/create-providers.js'
import { lookUpCover, type NamedSong } from '../metadata/look-up-cover.js'
import type { MetadataProvider } from '../metadata/provider.js'
import { coverKey } from '../metadata/song-match.js'
import { readSettings } from '../settings/settings.js'
import type { CoverRow, CoverTable } from '../stores/cover-table.js'
import { openDatabase } from '../stores/open-database.js'

/** What became of the songs of a catalogue, each artist and track counted once. */
export interface PrefetchCounts {
  readonly found: number
  /** Every provider answered, and none has a cover. */
  readonly none: number
  /** Nobody who answered has a cover, and not all did. Not saved: the next run asks again. */
  readonly failed: number
  /** The table has them freshly, that there is no cover included. */
  readonly skipped: number
}

export interface PrefetchProgress extends PrefetchCounts {
  /** Songs that are skipped or asked for. */
  readonly total: number
}

export interface PrefetchReport extends PrefetchCounts {
  /** `stopped` by the signal; `unreachable`: look-ups failed one after the other, so the rest was not tried. */
  readonly end: 'done' | 'stopped' | 'unreachable'
}

export interface PrefetchOptions {
  /** Asked for in this order. */
  readonly songs: Iterable<NamedSong>
  readonly providers: readonly MetadataProvider[]
  readonly table: CoverTable
  /** Songs to ask providers for at most. */
  readonly limit?: number
  /** Songs asked for at once. @defaultValue 8 */
  readonly concurrency?: number
  /** How long to take breath after a failure, before the next song. @defaultValue 1000 */
  readonly pauseMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PrefetchProgress) => void
}

/** Rows saved at once; so many look-ups per worker a killed run loses at most. */
const BATCH = 10
/** Whoever can be asked soonest is asked first, and the slowest in the end as patiently as it takes. */
const PATIENCE_MS = [0, 1000, 10_000, Number.POSITIVE_INFINITY]
const FAILURES_TO_GIVE_UP = 30

/**
 * Looks up the covers of a catalogue and saves them, also that there is none. Songs the table has freshly are
 * skipped, so a run that was stopped or killed goes on where it was. Rate limits are kept by the providers.
 *
 * @throws Whatever the table rejects with.
 */
export async function prefetchCovers(options: PrefetchOptions): Promise<PrefetchReport> {
  const { providers, table, limit = Number.POSITIVE_INFINITY, concurrency = 8, pauseMs = 1000 } = options
  const songs = songsByKey(options.songs)
  const counts = { found: 0, none: 0, failed: 0, skipped: await dropFresh(songs, table) }
  const total = counts.skipped + Math.min(songs.size, limit)
  const progress = () => options.onProgress?.({ total, ...counts })
  progress()

  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal])
  // Every worker listens, which is no leak.
  setMaxListeners(0, signal)
  let nFailuresInARow = 0
  let unsaved: CoverRow[] = []
  const save = async () => {
    const rows = unsaved
    unsaved = []
    if (rows.length > 0) await table.save(rows)
  }
  const lookUp = async (key: string, song: NamedSong) => {
    const url = await lookUpCover(providers, song, { patienceMs: PATIENCE_MS, signal })
    // Broken off is not failed.
    if (url === undefined && signal.aborted) return
    if (url === undefined) {
      counts.failed++
      if (++nFailuresInARow >= FAILURES_TO_GIVE_UP) stop.abort()
      else await wait(pauseMs, undefined, { signal }).catch(() => {})
    } else {
      counts[url === null ? 'none' : 'found']++
      nFailuresInARow = 0
      unsaved.push({ key, url, checkedAt: Date.now() })
      if (unsaved.length >= BATCH) await save()
    }
    progress()
  }
  // One iterator for all workers: each song is taken once.
  const queue = [...songs].slice(0, limit).values()
  const worker = async () => {
    try {
      for (const [key, song] of queue) {
        if (signal.aborted) return
        await lookUp(key, song)
      }
    } catch (error) {
      stop.abort()
      throw error
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, worker))
  for (const { reason } of workers.filter((one) => one.status === 'rejected')) throw reason
  await save()
  const end = stop.signal.aborted ? 'unreachable' : signal.aborted ? 'stopped' : 'done'
  return { ...counts, end }
}

/** For the command line: {@link prefetchCovers} with database and providers as the settings have them. */
export interface PrefetchCommandOptions extends Omit<PrefetchOptions, 'providers' | 'table'> {
  /** Usually `process.env`, with `DATABASE_URL` and `METADATA_PROVIDERS` as the command line has them. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Looks up the covers of a catalogue and saves them in the database that the settings name.
 *
 * @throws {@link StartError} INVALID_SETTINGS, BAD_DATABASE; {@link StoreError} when the database fails meanwhile.
 */
export async function runPrefetch({ env, ...options }: PrefetchCommandOptions): Promise<PrefetchReport> {
  // Nothing here is signed, so no secret is needed.
  const settings = readSettings({ ...env, NODE_ENV: 'development' })
  if (settings.metadataProviders.length === 0)
    throw new StartError('INVALID_SETTINGS', 'METADATA_PROVIDERS is "none": name those to ask for covers.')
  const database = await openDatabase(settings.databaseUrl)
  const providers = createProviders(settings, { onStateChange() {}, onCall() {} })
  try {
    return await prefetchCovers({ ...options, providers, table: database.coverTable })
  } finally {
    for (const provider of providers) provider.close?.()
    await database.close()
  }
}

function songsByKey(songs: Iterable<NamedSong>): Map<string, NamedSong> {
  const byKey = new Map<string, NamedSong>()
  for (const song of songs) {
    const key = coverKey(song.artist, song.track)
    if (key !== '' && !byKey.has(key)) byKey.set(key, song)
  }
  return byKey
}

/** @returns How many were dropped. */
async function dropFresh(songs: Map<string, NamedSong>, table: CoverTable): Promise<number> {
  const total = songs.size
  const now = Date.now()
  for await (const rows of table.readAll())
    for (const { key, url, checkedAt } of rows)
      if (freshUntil(url, checkedAt, COVER_LIFETIME) > now) songs.delete(key)
  return total - songs.size
}
