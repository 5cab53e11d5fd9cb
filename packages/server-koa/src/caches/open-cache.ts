import { MemoryCache, type MemoryCacheOptions } from './memory-cache.js'
import { RedisCache, type RedisCacheOptions } from './redis-cache.js'
import { firstAttempt } from './redis-connection.js'

/** {@link RedisCacheOptions}, without a `redisUrl` for a cache in memory. */
export type CacheOptions = Omit<RedisCacheOptions, 'redisUrl'> & { readonly redisUrl?: string }

/**
 * Opens the cache the settings ask for: in Redis when there is a `redisUrl`, else in memory. Waits until Redis is
 * reached, so that a service does not begin with an empty cache, or is known to be out of reach, which is no error;
 * a second at most.
 *
 * @throws RangeError when a bound is not an integer >= 1.
 */
export async function openCache({ redisUrl, ...options }: CacheOptions): Promise<MemoryCache | RedisCache> {
  const bounds: MemoryCacheOptions = options
  if (redisUrl === undefined) return new MemoryCache(bounds)
  const cache = new RedisCache({ ...options, redisUrl })
  await firstAttempt(cache.connection)
  return cache
}
