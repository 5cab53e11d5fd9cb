import { MemoryCache, type MemoryCacheOptions } from './memory-cache.js'
import { RedisCache, type RedisCacheOptions } from './redis-cache.js'

/** {@link RedisCacheOptions}, without a `redisUrl` for a cache in memory. */
export type CacheOptions = Omit<RedisCacheOptions, 'redisUrl'> & { readonly redisUrl?: string }

/**
 * Opens the cache the settings ask for: in Redis when there is a `redisUrl`, else in memory. Returns at once; whether
 * Redis can be reached shows in `ping` and `onProblem`.
 *
 * @throws RangeError when a bound is not an integer >= 1.
 */
export function openCache({ redisUrl, ...options }: CacheOptions): MemoryCache | RedisCache {
  const bounds: MemoryCacheOptions = options
  return redisUrl === undefined ? new MemoryCache(bounds) : new RedisCache({ ...options, redisUrl })
}
