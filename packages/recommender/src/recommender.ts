import { type IndexFlatIP, readIndex } from '@redux/ann'
import type { Artifact } from './artifact/artifact.js'
import { decodeArtifact } from './artifact/decode-artifact.js'
import type { Manifest } from './artifact/manifest.js'
import { Catalogue } from './catalogue.js'
import { RecommenderError } from './errors.js'
import { expectedRatings } from './expected-ratings.js'
import { type Candidate, ItemSpace, mix } from './item-space.js'
import { maximalMarginalRelevance } from './maximal-marginal-relevance.js'
import { checkInteger, checkNames, checkNumber } from './options.js'
import type { Recommendation, Shelf, Taste, Wanted, WantedVaried } from './recommendation.js'
import type { Song } from './song.js'
import { vary } from './vary.js'

/** Candidates that variety chooses from, for every song wanted. */
const POOL = 20

/** Shelves of a listener whose taste is known, from close to the profile to most varied. */
const SHELVES = [
  { label: 'Because you like', relevanceWeight: 0.92 },
  { label: 'More from your vibe', relevanceWeight: 0.84 },
  { label: 'Fresh mix', relevanceWeight: 0.76 },
] as const

/** Up next: how much of the target is the current song, and how much the listener's profile. */
const UP_NEXT = {
  current: 0.78,
  profile: 0.22,
  currentInProfile: 3,
  relevanceWeight: 0.9,
  perArtist: 2,
} as const

/**
 * Recommends from one trained version, read-only: no call changes anything, and the same arguments give the same
 * answer. One answer costs a scan of the item index, about `nSongs * nFactors` multiply-adds.
 *
 * @example
 * const recommender = await Recommender.load('artifacts')
 * recommender.coldStart(['Air - La femme d\'argent', 'Zero 7 - Destiny'], { limit: 5 })
 */
export class Recommender {
  /** What this version was trained on, how, and how well it did. */
  readonly manifest: Manifest
  readonly catalogue: Catalogue
  readonly #artifact: Artifact
  readonly #space: ItemSpace
  readonly #userRows: ReadonlyMap<string, number>
  /** All rows, most played first, ties by row. */
  readonly #popular: readonly number[]

  /** @param artifact - Verified, as {@link decodeArtifact} gives it. Kept, not copied: leave it unchanged. */
  constructor(artifact: Artifact) {
    const index = readIndex(artifact.index) as IndexFlatIP
    this.#artifact = artifact
    this.manifest = artifact.manifest
    this.catalogue = new Catalogue(artifact.catalogue)
    this.#space = new ItemSpace(artifact.itemFactors, index)
    this.#userRows = new Map(artifact.userIds.map((id, row) => [id, row]))
    const plays = artifact.catalogue.map((song) => song.plays)
    this.#popular = [...plays.keys()].sort((a, b) => plays[b] - plays[a] || a - b)
  }

  /**
   * A recommender from the files of one version, wherever they come from: in a browser, from `fetch`.
   *
   * @param files - Every file of the version folder by name, `manifest.json` among them.
   * @throws {@link RecommenderError} BAD_ARTIFACT naming the file that is missing, altered or contradicts another.
   */
  static async fromFiles(files: ReadonlyMap<string, Uint8Array>): Promise<Recommender> {
    return new Recommender(await decodeArtifact(files))
  }

  /** Name of the version, such as `20261121T101500Z-1a2b3c4d`. */
  get version(): string {
    return this.manifest.version
  }

  /** Songs in the catalogue. */
  get nSongs(): number {
    return this.catalogue.size
  }

  /**
   * Songs in whose normalised "artist - track" every word of the query occurs: those with words that start so
   * first, then the most played. Forgives a typo when nothing matches.
   *
   * @throws {@link RecommenderError} INVALID_OPTION for a bad limit.
   */
  search(query: string, options: Wanted = {}): Song[] {
    checkNames(options, ['limit'])
    return this.catalogue.search(query, options).map((row) => this.#song(row))
  }

  /** The id of the song that a text means: the exact id, else the first song spelled alike. `null` if none. */
  resolve(text: string): string | null {
    const row = this.catalogue.resolve(text)
    return row < 0 ? null : this.catalogue.song(row).songId
  }

  /**
   * For someone of whom only a few songs are known: the songs most relevant to all of them together, seeds and
   * likes themselves left out.
   *
   * @throws {@link RecommenderError} NO_SEEDS when no seed is in the catalogue; INVALID_OPTION.
   */
  coldStart(seeds: readonly string[], options: Omit<Taste, 'seeds'> & Wanted = {}): Recommendation[] {
    checkNames(options, ['likes', 'likedWeight', 'limit'])
    const { limit = 10, ...taste } = options
    checkInteger('limit', limit, 1)
    if (!seeds.some((seed) => this.catalogue.resolve(seed) >= 0))
      throw new RecommenderError('NO_SEEDS', `none of the ${seeds.length} seeds is in the catalogue`)
    const weights = this.#weights({ ...taste, seeds })
    const profile = this.#space.blend(weights)
    const known = new Set(weights.keys())
    return profile === undefined
      ? this.#popularExcept(known, limit)
      : this.#space.nearest(profile, limit, known).map((candidate) => this.#recommendation(candidate))
  }

  /**
   * What to play next: mostly near the current song, a little of the listener's taste, with some variety. Never
   * the current song; no artist twice in a row, none more than twice.
   *
   * @param song - Id of the current song, or as people write it.
   * @throws {@link RecommenderError} UNKNOWN_SONG; INVALID_OPTION.
   */
  similar(song: string, options: Taste & WantedVaried = {}): Recommendation[] {
    checkNames(options, ['seeds', 'likes', 'likedWeight', 'limit', 'seed'])
    const { limit = 10, seed, ...taste } = options
    checkInteger('limit', limit, 1)
    const current = this.catalogue.resolve(song)
    if (current < 0) throw new RecommenderError('UNKNOWN_SONG', `Song '${song}' is not in the catalogue`)
    const target = this.#upNextTarget(current, this.#weights(taste))
    const candidates = vary(this.#space.nearest(target, limit * POOL, new Set([current])), seed)
    const chosen = maximalMarginalRelevance(candidates, {
      limit,
      relevanceWeight: UP_NEXT.relevanceWeight,
      similarity: (a, b) => this.#space.cosine(a, b),
      admits: (row, before) => {
        const artist = this.catalogue.song(row).artist
        const artists = before.map((candidate) => this.catalogue.song(candidate.row).artist)
        return artist === '' || (artists.at(-1) !== artist && count(artists, artist) < UP_NEXT.perArtist)
      },
    })
    return chosen.map((candidate) => this.#recommendation(candidate))
  }

  /**
   * Labelled rows for a home page: close to the listener's taste, more varied, most varied. No song twice across
   * shelves, one song per artist on a shelf, no seed or like on any. Someone without seeds and likes, or with
   * nothing left to recommend, gets one shelf "For you" of what everybody plays, one song per artist.
   *
   * @param options.limit - Songs on a shelf. Default 8.
   * @throws {@link RecommenderError} INVALID_OPTION.
   */
  shelves(options: Taste & WantedVaried = {}): Shelf[] {
    checkNames(options, ['seeds', 'likes', 'likedWeight', 'limit', 'seed'])
    const { limit = 8, seed, ...taste } = options
    checkInteger('limit', limit, 1)
    const weights = this.#weights(taste)
    const profile = this.#space.blend(weights)
    const used = new Set(weights.keys())
    const shelves: Shelf[] = []
    if (profile !== undefined) {
      const pool = vary(this.#space.nearest(profile, SHELVES.length * limit * POOL, used), seed)
      for (const { label, relevanceWeight } of SHELVES) {
        const items = this.#shelfItems(pool, used, limit, relevanceWeight)
        if (items.length > 0) shelves.push({ label, seedUsed: 'your taste', items })
      }
    }
    if (shelves.length > 0) return shelves
    const items = this.#popularExcept(used, limit)
    return items.length === 0
      ? []
      : [{ label: 'For you', seedUsed: weights.size > 0 ? 'your taste' : null, items }]
  }

  /**
   * For a user of the training data: the songs they have not heard with the highest expected rating, shrunk
   * towards 0 for songs that few have heard. An unknown user gets the most played songs, one per artist, which may
   * be fewer than `limit`; {@link Recommender.knowsUser} tells.
   *
   * @throws {@link RecommenderError} INVALID_OPTION.
   */
  recommend(userId: string | number, options: Wanted = {}): Recommendation[] {
    checkNames(options, ['limit'])
    const { limit = 10 } = options
    checkInteger('limit', limit, 1)
    const user = this.#userRows.get(String(userId))
    if (user === undefined) return this.#popularExcept(new Set(), limit)
    const { historyOffsets, historyItems } = this.#artifact
    const heard = new Set(historyItems.subarray(historyOffsets[user], historyOffsets[user + 1]))
    const expected = expectedRatings(this.#artifact, user)
    const rows = [...expected.keys()].filter((row) => !heard.has(row))
    rows.sort((a, b) => expected[b] - expected[a] || a - b)
    return rows.slice(0, limit).map((row) => ({ ...this.#song(row), distance: null }))
  }

  /** Whether a user is in the training data. */
  knowsUser(userId: string | number): boolean {
    return this.#userRows.has(String(userId))
  }

  /** Rows of the seeds and likes that resolve, with what each weighs in the profile. */
  #weights({ seeds = [], likes = [], likedWeight = 2 }: Taste): Map<number, number> {
    checkNumber('likedWeight', likedWeight, 0)
    const weights = new Map<number, number>()
    const add = (text: string, weight: number) => {
      const row = this.catalogue.resolve(text)
      if (row >= 0) weights.set(row, Math.max(weight, weights.get(row) ?? 0))
    }
    for (const seed of seeds) add(seed, 1)
    for (const like of likes) add(like, likedWeight)
    return weights
  }

  #upNextTarget(current: number, weights: ReadonlyMap<number, number>): Float32Array {
    const direction = this.#space.direction(current)
    const profile = this.#space.blend(new Map(weights).set(current, UP_NEXT.currentInProfile))
    return (profile && mix(direction, UP_NEXT.current, profile, UP_NEXT.profile)) ?? direction
  }

  /** Fills one shelf from the pool and marks its songs as used. */
  #shelfItems(
    pool: readonly Candidate[],
    used: Set<number>,
    limit: number,
    relevanceWeight: number,
  ): Recommendation[] {
    const chosen = maximalMarginalRelevance(
      pool.filter(({ row }) => !used.has(row)),
      {
        limit,
        relevanceWeight,
        similarity: (a, b) => this.#space.cosine(a, b),
        admits: (row, before) =>
          this.#isNewArtist(
            row,
            before.map((candidate) => candidate.row),
          ),
      },
    )
    for (const { row } of chosen) used.add(row)
    return chosen.map((candidate) => this.#recommendation(candidate))
  }

  /** The most played songs, one per artist. */
  #popularExcept(excluded: ReadonlySet<number>, limit: number): Recommendation[] {
    const rows: number[] = []
    for (const row of this.#popular) {
      if (rows.length === limit) break
      if (!excluded.has(row) && this.#isNewArtist(row, rows)) rows.push(row)
    }
    return rows.map((row) => ({ ...this.#song(row), distance: null }))
  }

  /** Whether none of the rows is by this row's artist. Items without artist never clash. */
  #isNewArtist(row: number, others: readonly number[]): boolean {
    const { artist } = this.catalogue.song(row)
    return artist === '' || !others.some((other) => this.catalogue.song(other).artist === artist)
  }

  #song(row: number): Song {
    const { songId, title, artist } = this.catalogue.song(row)
    return { songId, title, artist }
  }

  #recommendation({ row, score }: Candidate): Recommendation {
    return { ...this.#song(row), distance: Math.max(0, 1 - score) }
  }
}

function count<T>(values: readonly T[], value: T): number {
  return values.filter((other) => other === value).length
}
