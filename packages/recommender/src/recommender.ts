import { bestRows } from '@redux/svd'
import type { Artifact } from './artifact/artifact.js'
import { decodeArtifact } from './artifact/decode-artifact.js'
import type { Manifest } from './artifact/manifest.js'
import { artistNumbers, NO_ARTIST } from './artists.js'
import { addStandardised } from './blend.js'
import { Catalogue } from './catalogue.js'
import { RecommenderError } from './errors.js'
import { affinity, listenerScores, listenersAreRated } from './listener-scores.js'
import { maximalMarginalRelevance, POOL } from './maximal-marginal-relevance.js'
import { checkInteger, checkNames, checkNumber } from './options.js'
import type {
  Reason,
  Recommendation,
  Recommendations,
  Shelf,
  Taste,
  Wanted,
  WantedVaried,
} from './recommendation.js'
import { openSeedSpace } from './seed-space/open-seed-space.js'
import { type Candidate, type Found, type SeedSpace, UP_NEXT } from './seed-space/seed-space.js'
import { findsAlike, similarSpaceOf } from './seed-space/similar-space.js'
import type { Song } from './song.js'
import { type TasteMap, tasteMapOf } from './taste-map/taste-map.js'
import { vary } from './vary.js'

/**
 * How many times as many candidates are sought, one try after the other, as long as too few may be chosen: those near to a
 * song of the Beatles are by the Beatles.
 */
const WIDER = [1, 4, 16, 64]

/** Shelves of a listener whose taste is known, from close to the profile to most varied. */
const SHELVES = [
  { label: 'Because you like', relevanceWeight: 0.92 },
  { label: 'More from your vibe', relevanceWeight: 0.84 },
  { label: 'Fresh mix', relevanceWeight: 0.76 },
] as const

/** Up next: how relevance weighs against variety, and how many songs of an artist there may be. */
const UP_NEXT_VARIETY = { relevanceWeight: 0.9, perArtist: 2 } as const

/** Reasons that a recommendation gives. */
const REASONS = 3

/** What a dislike weighs, against 1 for a seed. */
const DISLIKED_WEIGHT = -1

/** What a recommendation is made in. */
export type Stage = 'retrieve' | 'rerank'

/** What a recommender is told when it is made. */
export interface RecommenderOptions {
  /**
   * Called after each stage of an answer with its time in milliseconds: `retrieve` makes the profile and searches,
   * `rerank` brings in variety and finds reasons. Not called for what takes no search. What it throws, the answer
   * throws. @defaultValue none
   */
  readonly onStage?: ((stage: Stage, ms: number) => void) | undefined
}

/** Candidates that variety chooses from. */
interface Pool {
  readonly space: SeedSpace
  /** With relevances, in the order that a seed asks for. */
  readonly candidates: readonly Found[]
}

const TASTE_OPTIONS = ['likes', 'dislikes', 'likedWeight']

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
  /** Where every song lies among those heard alike; undefined for a version that was trained without. */
  readonly tasteMap: TasteMap | undefined
  readonly #artifact: Artifact
  /** For those of whom some songs are known. */
  readonly #space: SeedSpace
  /** For what is like a song. */
  readonly #similar: SeedSpace
  readonly #userRows: ReadonlyMap<string, number>
  /** By row. */
  readonly #listeners: Int32Array
  /** By row. */
  readonly #artists: Int32Array
  /** All rows, most played first, ties by row. */
  readonly #popular: readonly number[]
  readonly #onStage: RecommenderOptions['onStage']

  /**
   * @param artifact - Verified, as {@link decodeArtifact} gives it. Kept, not copied: leave it unchanged.
   * @throws {@link RecommenderError} INVALID_OPTION
   */
  constructor(artifact: Artifact, options: RecommenderOptions = {}) {
    checkNames(options, ['onStage'])
    this.#onStage = options.onStage
    this.#artifact = artifact
    this.manifest = artifact.manifest
    this.catalogue = new Catalogue(artifact.catalogue)
    this.tasteMap = tasteMapOf(artifact)
    this.#space = openSeedSpace(artifact)
    this.#similar = findsAlike(artifact.manifest) ? similarSpaceOf(artifact) : this.#space
    this.#userRows = new Map(artifact.userIds.map((id, row) => [id, row]))
    this.#listeners = Int32Array.from(artifact.catalogue, (song) => song.listeners)
    this.#artists = artistNumbers(artifact.catalogue)
    const plays = artifact.catalogue.map((song) => song.plays)
    this.#popular = [...plays.keys()].sort((a, b) => plays[b] - plays[a] || a - b)
  }

  /**
   * A recommender from the files of one version, wherever they come from: in a browser, from `fetch`.
   *
   * @param files - Every file of the version folder by name, `manifest.json` among them.
   * @throws {@link RecommenderError} BAD_ARTIFACT naming the file that is missing, altered or contradicts another;
   *   INVALID_OPTION.
   */
  static async fromFiles(
    files: ReadonlyMap<string, Uint8Array>,
    options: RecommenderOptions = {},
  ): Promise<Recommender> {
    return new Recommender(await decodeArtifact(files), options)
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
   * likes themselves left out. Songs of the question that are not in the catalogue come back as `unknown`.
   *
   * @throws {@link RecommenderError} NO_SEEDS when no seed is in the catalogue; INVALID_OPTION.
   */
  coldStart(seeds: readonly string[], options: Omit<Taste, 'seeds'> & Wanted = {}): Recommendations {
    checkNames(options, [...TASTE_OPTIONS, 'limit'])
    const { limit = 10, ...taste } = options
    checkInteger('limit', limit, 1)
    if (!seeds.some((seed) => this.catalogue.resolve(seed) >= 0))
      throw new RecommenderError('NO_SEEDS', `none of the ${seeds.length} seeds is in the catalogue`)
    const { weights, unknown } = this.#weights({ ...taste, seeds })
    const known = new Set(weights.keys())
    const pool = this.#staged('retrieve', () => this.#poolFor(weights, limit, undefined))
    const found =
      pool === undefined
        ? this.#popularExcept(known, limit)
        : this.#staged('rerank', () =>
            pool.candidates.map((candidate) => this.#recommendation(candidate, pool.space, weights)),
          )
    return Object.assign(found, { unknown })
  }

  /**
   * What to play next: mostly near the current song, a little of the listener's taste, with some variety. Never
   * the current song; no artist twice in a row, none more than twice.
   *
   * @param song - Id of the current song, or as people write it.
   * @throws {@link RecommenderError} UNKNOWN_SONG; INVALID_OPTION.
   */
  similar(song: string, options: Taste & WantedVaried = {}): Recommendations {
    checkNames(options, ['seeds', ...TASTE_OPTIONS, 'limit', 'seed'])
    const { limit = 10, seed, ...taste } = options
    checkInteger('limit', limit, 1)
    const current = this.catalogue.resolve(song)
    if (current < 0) throw new RecommenderError('UNKNOWN_SONG', `Song '${song}' is not in the catalogue`)
    const { weights, unknown } = this.#weights(taste)
    const excluded = new Set([current, ...rowsBelowZero(weights)])
    const query = this.#similar.upNext(current, weights)
    const reasons = new Map(weights).set(current, UP_NEXT.currentInProfile)
    const found = this.#chosen(
      limit,
      (count) => this.#pool(this.#similar, query, count, excluded, seed),
      (pool) =>
        maximalMarginalRelevance(pool.candidates, {
          limit,
          relevanceWeight: UP_NEXT_VARIETY.relevanceWeight,
          similarity: (a, b) => this.#similar.cosine(a, b),
          admits: (row, before) => this.#mayPlayAfter(row, before),
        }).map((candidate) => this.#recommendation(candidate, pool.space, reasons)),
      (songs) => songs.length,
    )
    return Object.assign(found ?? [], { unknown })
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
    checkNames(options, ['seeds', ...TASTE_OPTIONS, 'limit', 'seed'])
    const { limit = 8, seed, ...taste } = options
    checkInteger('limit', limit, 1)
    const { weights } = this.#weights(taste)
    const known = new Set(weights.keys())
    const shelves = this.#chosen(
      SHELVES.length * limit,
      (count) => this.#poolFor(weights, count, seed),
      (pool) => this.#shelvesFrom(pool, weights, limit),
      (shelves) => shelves.reduce((count, { items }) => count + items.length, 0),
    )
    if (shelves !== undefined && shelves.length > 0) return shelves
    const items = this.#popularExcept(known, limit)
    return items.length === 0
      ? []
      : [{ label: 'For you', seedUsed: weights.size > 0 ? 'your taste' : null, items }]
  }

  /**
   * For a user of the training data: the songs they have not heard that the model for listeners ranks highest. An
   * unknown user gets the most played songs, one per artist, which may be fewer than `limit`;
   * {@link Recommender.knowsUser} tells.
   *
   * @throws {@link RecommenderError} INVALID_OPTION.
   */
  recommend(userId: string | number, options: Wanted = {}): Recommendation[] {
    checkNames(options, ['limit'])
    const { limit = 10 } = options
    checkInteger('limit', limit, 1)
    const user = this.#userRows.get(String(userId))
    if (user === undefined) return this.#popularExcept(new Set(), limit)
    const heard = this.#heard(user)
    const rows = this.#staged('retrieve', () => {
      const scores = this.#scoresFor(user, heard)
      for (const row of heard) scores[row] = Number.NEGATIVE_INFINITY
      return bestRows(scores, this.#listeners, limit)
    })
    const weights = new Map(Array.from(heard, (row) => [row, 1]))
    return this.#staged('rerank', () =>
      Array.from(rows, (row) => ({
        ...this.#song(row),
        distance: null,
        because: this.#reasons(row, this.#space, weights),
      })),
    )
  }

  /**
   * What a user of the training data would rate a song, on the data's scale; `null` for an unknown user or song, and
   * where the version has no model that predicts ratings.
   */
  predict(userId: string | number, song: string): number | null {
    const user = this.#userRows.get(String(userId))
    const row = this.catalogue.resolve(song)
    const { ratings, manifest } = this.#artifact
    const model = ratings ?? (listenersAreRated(manifest) ? this.#artifact : undefined)
    if (user === undefined || row < 0 || model === undefined) return null
    const mean = manifest.ratings?.globalMean ?? manifest.globalMean
    const rating = mean + model.userBiases[user] + model.itemBiases[row] + affinity(model, user, row)
    return Math.min(Math.max(rating, manifest.scale[0]), manifest.scale[1])
  }

  /** Whether a user is in the training data. */
  knowsUser(userId: string | number): boolean {
    return this.#userRows.has(String(userId))
  }

  /** How much every song is worth to a user of the training data. */
  #scoresFor(user: number, heard: Int32Array): Float64Array {
    const scores = listenerScores(this.#artifact, user)
    const profile = this.#space.profile(new Map(Array.from(heard, (row) => [row, 1])))
    if (this.manifest.model.listeners !== 'blend' || profile === undefined) return scores
    const blended = new Float64Array(scores.length)
    addStandardised(blended, scores)
    addStandardised(blended, this.#space.scores(profile))
    return blended
  }

  #heard(user: number): Int32Array {
    const { historyOffsets, historyItems } = this.#artifact
    return historyItems.subarray(historyOffsets[user], historyOffsets[user + 1])
  }

  /** Rows of the songs that resolve, with what each weighs in the profile, and the songs that do not. */
  #weights({ seeds = [], likes = [], dislikes = [], likedWeight = 2 }: Taste) {
    checkNumber('likedWeight', likedWeight, 0)
    const weights = new Map<number, number>()
    const unknown: string[] = []
    const add = (text: string, weigh: (before: number) => number) => {
      const row = this.catalogue.resolve(text)
      if (row >= 0) weights.set(row, weigh(weights.get(row) ?? 0))
      else unknown.push(text)
    }
    for (const seed of seeds) add(seed, () => 1)
    for (const like of likes) add(like, (before) => Math.max(likedWeight, before))
    for (const dislike of dislikes) add(dislike, () => DISLIKED_WEIGHT)
    return { weights, unknown }
  }

  /** Does a stage of the work, and tells who wants to know how long it took. */
  #staged<T>(stage: Stage, work: () => T): T {
    if (this.#onStage === undefined) return work()
    const start = performance.now()
    const result = work()
    this.#onStage(stage, performance.now() - start)
    return result
  }

  /**
   * Chooses songs from a pool, and again from wider ones as long as that may give more.
   *
   * @param find - A pool of so many candidates, or undefined when there is nothing to search with.
   * @param countOf - How many songs were chosen.
   */
  #chosen<T>(
    limit: number,
    find: (count: number) => Pool | undefined,
    choose: (pool: Pool) => T,
    countOf: (chosen: T) => number,
  ): T | undefined {
    let chosen: T | undefined
    for (const wider of WIDER) {
      const count = limit * POOL * wider
      const pool = this.#staged('retrieve', () => find(count))
      if (pool === undefined) return undefined
      chosen = this.#staged('rerank', () => choose(pool))
      if (countOf(chosen) === limit || pool.candidates.length < count) break
    }
    return chosen
  }

  /** What is near to somebody's songs, without these; undefined when their songs say nothing. */
  #poolFor(weights: ReadonlyMap<number, number>, count: number, seed: number | undefined): Pool | undefined {
    const profile = this.#space.profile(weights)
    return profile && this.#pool(this.#space, profile, count, new Set(weights.keys()), seed)
  }

  #pool(
    space: SeedSpace,
    query: Float32Array,
    count: number,
    excluded: ReadonlySet<number>,
    seed: number | undefined,
  ): Pool {
    const found = space.nearest(query, count, excluded)
    return { space, candidates: vary(space.relevances(found), seed) }
  }

  /** Shelves that have songs, none of them twice. */
  #shelvesFrom(pool: Pool, weights: ReadonlyMap<number, number>, limit: number): Shelf[] {
    const shelves: Shelf[] = []
    let left = pool.candidates
    for (const { label, relevanceWeight } of SHELVES) {
      const chosen = maximalMarginalRelevance(left, {
        limit,
        relevanceWeight,
        similarity: (a, b) => this.#space.cosine(a, b),
        admits: (row, before) => this.#isNewArtist(row, before),
      })
      const items = chosen.map((candidate) => this.#recommendation(candidate, pool.space, weights))
      if (items.length > 0) shelves.push({ label, seedUsed: 'your taste', items })
      left = left.filter((candidate) => !chosen.includes(candidate))
    }
    return shelves
  }

  /** The most played songs, one per artist. */
  #popularExcept(excluded: ReadonlySet<number>, limit: number): Recommendation[] {
    const chosen: { readonly row: number }[] = []
    for (const row of this.#popular) {
      if (chosen.length === limit) break
      if (!excluded.has(row) && this.#isNewArtist(row, chosen)) chosen.push({ row })
    }
    return chosen.map(({ row }) => ({ ...this.#song(row), distance: null, because: [] }))
  }

  /** Whether none of the others is by this row's artist. Items without artist never clash. */
  #isNewArtist(row: number, others: readonly { readonly row: number }[]): boolean {
    return this.#countByArtistOf(row, others) === 0
  }

  /** Whether a row's artist was not just played, nor often enough before. */
  #mayPlayAfter(row: number, before: readonly Candidate[]): boolean {
    const artist = this.#artists[row]
    if (artist === NO_ARTIST) return true
    const sameAgain = before.length > 0 && this.#artists[before[before.length - 1].row] === artist
    return !sameAgain && this.#countByArtistOf(row, before) < UP_NEXT_VARIETY.perArtist
  }

  /** How many of the others are by this row's artist; none, where it has none. */
  #countByArtistOf(row: number, others: readonly { readonly row: number }[]): number {
    const artist = this.#artists[row]
    let count = 0
    if (artist !== NO_ARTIST) for (const other of others) if (this.#artists[other.row] === artist) count++
    return count
  }

  #song(row: number): Song {
    const { songId, title, artist } = this.catalogue.song(row)
    return { songId, title, artist }
  }

  #recommendation(
    { row, product }: Found,
    space: SeedSpace,
    weights: ReadonlyMap<number, number>,
  ): Recommendation {
    return {
      ...this.#song(row),
      distance: Math.max(0, 1 - product),
      because: this.#reasons(row, space, weights),
    }
  }

  #reasons(row: number, space: SeedSpace, weights: ReadonlyMap<number, number>): Reason[] {
    const shares = space.shares(row, weights).slice(0, REASONS)
    return shares.map(({ row: seed, share }) => ({ songId: this.catalogue.song(seed).songId, share }))
  }
}

function rowsBelowZero(weights: ReadonlyMap<number, number>): number[] {
  return [...weights].filter(([, weight]) => weight < 0).map(([row]) => row)
}
