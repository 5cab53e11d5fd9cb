import { createHash } from 'node:crypto'
import type { Artifacts } from '../artifacts/served-artifacts.js'
import type { Cache } from '../caches/cache.js'
import { cachedJson } from '../caches/cached-json.js'
import type { MetadataProvider } from './provider.js'
import { type ResolvedSong, type SearchOptions, searchProviders } from './search-providers.js'

/** Finds songs of the catalogue by what providers know of them. Never rejects. */
export type SearchOutside = (query: string, limit: number) => Promise<readonly ResolvedSong[]>

export interface SearchOutsideOptions extends Omit<SearchOptions, 'onSkip'> {
  readonly artifacts: Artifacts
  readonly cache: Cache
  /** How long results may be given again; 0 asks anew each time. */
  readonly cacheTtlSeconds: number
}

/**
 * A search that asks the providers once for each query and version of the catalogue, by all processes that share the
 * cache.
 */
export function searchOutside(
  providers: readonly MetadataProvider[],
  { artifacts, cache, cacheTtlSeconds, ...options }: SearchOutsideOptions,
): SearchOutside {
  return async (query, limit) => {
    const { recommender } = artifacts.current
    const question = createHash('sha256').update(query).digest('base64url')
    const key = `search:${recommender.version}:${limit}:${question}`
    // Of songs that a provider failed to name, it may well name some the next time.
    const make = (doNotKeep: () => void) =>
      searchProviders(providers, recommender, query, limit, { ...options, onSkip: doNotKeep })
    return cachedJson(cache, key, cacheTtlSeconds, make, { slow: true })
  }
}
