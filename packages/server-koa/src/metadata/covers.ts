import { setMaxListeners } from 'node:events'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Cache } from '../caches/cache.js'
import type { CoverRow, CoverTable } from '../stores/cover-table.js'
import type { AskOptions } from './ask.js'
import { CoverArchive } from './cover-archive.js'
import { COVER_LIFETIME, type CoverLifetime, freshUntil } from './cover-lifetime.js'
import { lookUpCover, type NamedSong } from './look-up-cover.js'
import type { MetadataProvider } from './provider.js'
import { ProviderError } from './provider-error.js'
import { coverKey, webAddress } from './song-match.js'

/** Where a look-up ended. `none`: nobody has a cover; `unsure`: nobody who answered, and not all did. */
type LookUpEnd = 'table' | 'cache' | 'providers' | 'none' | 'unsure'

/** What can be watched of the covers. Must not throw. */
export interface CoverEvents {
  /** Once per look-up, however many wait for it. */
  onLookUp(end: LookUpEnd, ms: number): void
  /** The cover table could not be read or written; what was to be written is let go. */
  onTableFailure(error: unknown): void
}

export interface CoversOptions extends AskOptions {
  readonly cache?: Pick<Cache, 'get' | 'set'>
  readonly table?: CoverTable
  readonly events?: CoverEvents
  /** @defaultValue {@link COVER_LIFETIME} */
  readonly lifetime?: CoverLifetime
  /** Songs remembered; those unused longest are forgotten first. @defaultValue 100000 */
  readonly capacity?: number
  /** Songs that may wait to be looked up in the background; the oldest are dropped first. @defaultValue 1000 */
  readonly maxQueued?: number
  /** UTC milliseconds since 1970. @defaultValue Date.now */
  readonly now?: () => number
}

/** What is known of a song's cover. What is not fresh any more serves until something newer is found. */
interface Remembered {
  readonly url: string | null
  readonly freshUntil: number
  /** Whether every provider answered. */
  readonly isSure: boolean
}

interface LookUp {
  readonly end: LookUpEnd
  readonly url: string | null
}

/** Look-ups under way at once in the background. */
const PARALLEL = 4
/** First whoever can be asked now, then whoever can be asked soon. */
const PATIENCE_MS = [0, 10_000]
/** After it a provider is left behind that does not keep a time limit itself. */
const PROVIDER_LIMIT_MS = 30_000
/** Artist and track together. No provider would find a longer one. */
const MAX_NAME_LENGTH = 500

const cached = z.object({ url: z.string().nullable(), freshUntil: z.number() })

/**
 * Finds covers and remembers them, also that there is none: in memory, in the cache that processes share, and in a
 * table that outlives them. Answers that have their songs ready take what memory has and wait for nothing; what
 * they lack is looked up behind them, for the next call.
 */
export class Covers {
  readonly #providers: readonly MetadataProvider[]
  readonly #options: CoversOptions
  readonly #lifetime: CoverLifetime
  readonly #now: () => number
  readonly #memory: LRUCache<string, Remembered>
  readonly #capacity: number
  /** Keys by the spelling they were made of: making one takes longer than all else that `known` does. */
  readonly #keys = new Map<string, string>()
  /** Songs to look up by key, the newest first: an LRU cache iterates so, and drops the oldest when full. */
  readonly #queue: LRUCache<string, NamedSong>
  readonly #underWay = new Map<string, Promise<string | null>>()
  #nInBackground = 0
  readonly #archive: CoverArchive | undefined
  readonly #closing = new AbortController()

  constructor(providers: readonly MetadataProvider[], options: CoversOptions) {
    const { table, lifetime = COVER_LIFETIME, capacity = 100_000, maxQueued = 1000, now = Date.now } = options
    this.#providers = providers
    this.#options = options
    this.#lifetime = lifetime
    this.#now = now
    this.#capacity = capacity
    this.#memory = new LRUCache({ max: capacity })
    this.#queue = new LRUCache({ max: maxQueued })
    // Every look-up under way listens, which is no leak.
    setMaxListeners(0, this.#closing.signal)
    if (table === undefined) return
    const onFailure = (error: unknown) => options.events?.onTableFailure(error)
    const onRows = (rows: readonly CoverRow[]) => {
      for (const row of rows) this.#restore(row)
      return this.#memory.size < capacity
    }
    this.#archive = new CoverArchive(table, { onRows, onFailure })
  }

  /**
   * The cover as far as memory knows it: at once, whatever happens elsewhere. What is not known, or was found too
   * long ago, is looked up in the background.
   */
  readonly known = (artist: string, track: string): string | null => {
    const key = this.#keyOf(artist, track)
    const remembered = this.#memory.get(key)
    if (!this.#isFresh(remembered)) this.#enqueue(key, { artist, track })
    return remembered?.url ?? null
  }

  /**
   * The cover of the first source that has one, within the time limit. A look-up that takes longer goes on, so that
   * the next call has it. Never rejects.
   */
  async find(artist: string, track: string): Promise<string | null> {
    const key = this.#keyOf(artist, track)
    const remembered = this.#memory.get(key)
    const fallback = remembered?.url ?? null
    // Where a provider failed, somebody who asks is worth asking it again; those who merely show covers are not.
    if (key === '' || (this.#isFresh(remembered) && remembered.isSure)) return fallback
    if (this.#closing.signal.aborted) return fallback
    let timer: NodeJS.Timeout | undefined
    const timeIsUp = new Promise<string | null>((resolve) => {
      timer = setTimeout(resolve, this.#options.timeoutMs, fallback)
    })
    try {
      return await Promise.race([this.#lookUpOnce(key, { artist, track }), timeIsUp])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Remembers a cover that came with something else, unless one is known already. In memory alone. */
  learn(artist: string, track: string, url: string): void {
    const key = this.#keyOf(artist, track)
    if (key === '' || this.#memory.peek(key)?.url) return
    this.#memory.set(key, { url, freshUntil: freshUntil(url, this.#now(), this.#lifetime), isSure: true })
  }

  /** Resolves when nothing is under way or queued in the background, the table read and all found covers saved. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
    await this.#archive?.settled()
  }

  /**
   * Stops looking up; what was found is still saved. Resolves when all is settled. What is remembered stays
   * readable. Providers, cache and table stay open: they are the caller's.
   */
  async close(): Promise<void> {
    this.#queue.clear()
    this.#closing.abort(new ProviderError('ABORTED', 'the service is stopping'))
    this.#archive?.close()
    await this.settled()
  }

  /** Empty for what is not worth asking anybody. */
  #keyOf(artist: string, track: string): string {
    if (artist.length + track.length > MAX_NAME_LENGTH) return ''
    const spelling = `${artist}\0${track}`
    let key = this.#keys.get(spelling)
    if (key === undefined) {
      key = coverKey(artist, track)
      if (this.#keys.size >= this.#capacity) this.#keys.clear()
      this.#keys.set(spelling, key)
    }
    return key
  }

  #isFresh(remembered: Remembered | undefined): remembered is Remembered {
    return remembered !== undefined && remembered.freshUntil > this.#now()
  }

  #enqueue(key: string, song: NamedSong): void {
    // Without anybody to ask, what is known is all there is.
    if (this.#providers.length === 0 || key === '') return
    if (this.#closing.signal.aborted || this.#underWay.has(key)) return
    this.#queue.set(key, song)
    this.#startNext()
  }

  #startNext(): void {
    while (this.#nInBackground < PARALLEL) {
      const [next] = this.#queue.entries()
      if (next === undefined) return
      this.#nInBackground++
      void this.#lookUpOnce(...next).finally(() => {
        this.#nInBackground--
        this.#startNext()
      })
    }
  }

  /** Never rejects. */
  #lookUpOnce(key: string, song: NamedSong): Promise<string | null> {
    this.#queue.delete(key)
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const startedAt = performance.now()
    const lookUp = this.#lookUp(key, song)
      .then(({ end, url }) => {
        this.#options.events?.onLookUp(end, performance.now() - startedAt)
        return url
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, lookUp)
    return lookUp
  }

  async #lookUp(key: string, song: NamedSong): Promise<LookUp> {
    const before = this.#memory.peek(key)
    await this.#archive?.read
    const read = this.#memory.peek(key)
    if (read !== before && this.#isFresh(read)) return { end: 'table', url: read.url }
    const shared = await this.#fromCache(key)
    if (this.#isFresh(shared)) {
      this.#memory.set(key, shared)
      return { end: 'cache', url: shared.url }
    }
    // Nobody was asked, so that there is no cover is no news to be kept.
    if (this.#providers.length === 0) return { end: 'none', url: read?.url ?? null }
    return this.#askProviders(key, song)
  }

  async #askProviders(key: string, song: NamedSong): Promise<LookUp> {
    const { cache, log } = this.#options
    const limits = {
      patienceMs: PATIENCE_MS,
      timeoutMs: PROVIDER_LIMIT_MS,
      signal: this.#closing.signal,
      log,
    }
    const url = await lookUpCover(this.#providers, song, limits)
    if (url === undefined) {
      // Not sure of it, but as good as before: whoever stalls is not asked again at every call.
      const until = this.#now() + COVER_LIFETIME.unsureSeconds * 1000
      const unsure = { url: this.#memory.peek(key)?.url ?? null, freshUntil: until, isSure: false }
      this.#memory.set(key, unsure)
      return { end: 'unsure', url: unsure.url }
    }
    const checkedAt = this.#now()
    const found = { url, freshUntil: freshUntil(url, checkedAt, this.#lifetime), isSure: true }
    this.#memory.set(key, found)
    const ttlSeconds = Math.ceil((found.freshUntil - checkedAt) / 1000)
    void cache?.set(cacheKey(key), JSON.stringify({ url, freshUntil: found.freshUntil }), ttlSeconds)
    // Of songs without a cover anybody can think up any number; the table keeps what exists.
    if (url !== null) this.#archive?.add({ key, url, checkedAt })
    return { end: url === null ? 'none' : 'providers', url }
  }

  async #fromCache(key: string): Promise<Remembered | undefined> {
    const text = await this.#options.cache?.get(cacheKey(key))
    if (text === undefined) return undefined
    try {
      const { url, freshUntil } = cached.parse(JSON.parse(text))
      return { url: webAddress(url), freshUntil, isSure: true }
    } catch {
      // Somebody else's value under our key; ours will take its place.
      return undefined
    }
  }

  #restore({ key, url, checkedAt }: CoverRow): void {
    const row = { url, freshUntil: freshUntil(url, checkedAt, this.#lifetime), isSure: true }
    const known = this.#memory.peek(key)
    if (known === undefined || (!known.isSure && this.#isFresh(row))) this.#memory.set(key, row)
  }
}

function cacheKey(key: string): string {
  return `cover:${key}`
}
