/** How a value kept in a cache is computed. */
export interface ComputeOptions {
  /**
   * Whether computing takes much longer than a round trip to the cache, as asking an outside provider does. Then
   * the processes that share a cache also wait for each other, for half a second at most, instead of each doing
   * the same work. For quick computations the waiting would cost more than it saves.
   *
   * @defaultValue false
   */
  readonly slow?: boolean
}

/**
 * Texts kept for a while under keys. Never rejects: a cache that fails is a cache that has nothing.
 *
 * Values are never taken back, they only expire. So a key must name everything its value depends on: of a
 * recommendation the user, the version of the user's taste and the version of the artifacts. Then a value found is
 * right however old it is, also in a cache that was out of reach while something changed. Keys and values are
 * well-formed Unicode of any length.
 */
export interface Cache {
  readonly kind: 'memory' | 'redis'

  /** The value under the key, or `undefined` when there is none any more. */
  get(key: string): Promise<string | undefined>

  /**
   * Keeps the value under the key, in place of what was there. It may be forgotten earlier, for want of room.
   *
   * @param ttlSeconds - How long; 0 keeps nothing and forgets what was there.
   */
  set(key: string, value: string, ttlSeconds: number): Promise<void>

  /**
   * The value under the key, else what `compute` gives, which is kept then. Callers of one key at the same time
   * share one computation. What `compute` throws goes to all of them and is not kept.
   *
   * @param ttlSeconds - How long the value is kept; the answer does not wait until it is. At 0 nothing is looked
   *   up or kept, and computations are still shared.
   */
  getOrCompute(
    key: string,
    ttlSeconds: number,
    compute: () => Promise<string> | string,
    options?: ComputeOptions,
  ): Promise<string>

  /** Milliseconds of a round trip; rejects when the cache cannot be reached. For health. */
  ping(): Promise<number>

  /** Lets go of memory and connections. A closed cache has nothing and keeps nothing. */
  close(): Promise<void>
}

/**
 * What became of a look-up:
 *
 * - `hit` the value was there
 * - `shared` another caller, maybe of another process, was already computing it
 * - `miss` it was not there
 * - `error` the cache could not be asked; also counts a value that could not be kept
 */
export type CacheOutcome = 'hit' | 'shared' | 'miss' | 'error'
