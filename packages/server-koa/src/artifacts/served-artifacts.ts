import { join } from 'node:path'
import { Recommender, RecommenderError, readCurrentVersion, type Shelf } from '@redux/recommender'
import { StartError } from '../errors.js'
import type { Log } from '../log.js'
import type { ServedRecommender } from './served-recommender.js'

/** Songs kept ready for when nothing better can be answered: as many as a call may ask for. */
const POPULAR = 50

/** One version in service. */
export interface Served {
  readonly recommender: ServedRecommender
  /** What everybody plays, one song per artist; made once, so that it can be answered whatever fails. */
  readonly popular: Shelf['items']
}

/** Where routes find the version to answer with. Asked anew for each request, for it may have changed. */
export interface Artifacts {
  readonly current: Served
}

/** What is told of versions that come and go. */
export interface ArtifactEvents {
  readonly onSwap?: (version: string, former: string | undefined) => void
  readonly onRefusal?: (version: string) => void
  readonly onStage?: (stage: 'retrieve' | 'rerank', ms: number) => void
}

/**
 * A version made ready to be served. Trying it is part of that: one that cannot tell what is popular, and what goes
 * with it, throws here and not at the first request.
 */
export function served(recommender: ServedRecommender): Served {
  const popular = recommender.shelves({ limit: POPULAR }).flatMap(({ items }) => items)
  const [first] = popular
  if (first !== undefined) recommender.similar(first.songId, { limit: 1 })
  return { recommender, popular }
}

/**
 * The artifacts folder in service: serves its current version and, when another becomes current, loads and verifies
 * that one beside it and swaps the two between requests. A version that cannot be loaded is refused, and the old one
 * serves on.
 */
export class ServedArtifacts implements Artifacts {
  readonly #folder: string
  readonly #log: Log
  readonly #events: ArtifactEvents
  #served: Served
  /** The version last refused: it is not tried again until another one was current. */
  #refused: string | undefined
  #refreshing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  private constructor(folder: string, served: Served, log: Log, events: ArtifactEvents) {
    this.#folder = folder
    this.#served = served
    this.#log = log
    this.#events = events
  }

  /** @throws {@link StartError} BAD_ARTIFACTS when there is no version that can be served. */
  static async open(folder: string, log: Log, events: ArtifactEvents = {}): Promise<ServedArtifacts> {
    try {
      const recommender = await Recommender.load(folder, { onStage: events.onStage })
      const { version, nSongs } = recommender
      const artifacts = new ServedArtifacts(folder, served(recommender), log, events)
      log.info({ artifactsDir: folder, version, nSongs }, 'artifacts loaded')
      events.onSwap?.(version, undefined)
      return artifacts
    } catch (error) {
      if (!(error instanceof RecommenderError)) throw error
      const message = `The artifacts folder "${folder}" cannot be served: ${error.message}
Make one with: redux train <file> --out ${folder}`
      throw new StartError('BAD_ARTIFACTS', message, { cause: error })
    }
  }

  get current(): Served {
    return this.#served
  }

  /** Looks for another current version every so often; 0 never. */
  watch(pollMs: number): void {
    if (pollMs === 0) return
    this.#timer = setInterval(() => void this.refresh(), pollMs)
    this.#timer.unref()
  }

  /** Takes the folder's current version into service if it is another one. Never rejects. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /** Stops looking. The version in service stays usable. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#refreshing
  }

  async #refresh(): Promise<void> {
    const former = this.#served.recommender.version
    let version = '?'
    try {
      version = await readCurrentVersion(this.#folder)
      if (version === former) this.#refused = undefined
      if (version === former || version === this.#refused) return
      const recommender = await Recommender.load(join(this.#folder, version), {
        onStage: this.#events.onStage,
      })
      this.#served = served(recommender)
      this.#refused = undefined
      this.#log.info({ version, former, nSongs: recommender.nSongs }, 'another version is served')
      this.#events.onSwap?.(version, former)
    } catch (err) {
      if (version === this.#refused) return
      this.#refused = version
      this.#log.error(
        { version, serving: former, err },
        'the current version cannot be served; the old one is',
      )
      this.#events.onRefusal?.(version)
    }
  }
}
