import type { Cache, ComputeOptions } from './cache.js'

/**
 * {@link Cache.getOrCompute} for values that are not text, and some of which must not be kept.
 *
 * @param ttlSeconds - At 0 every call makes its own value.
 * @param make - Its value must survive JSON. Calls `doNotKeep` when the value is a makeshift one: it is then given to
 *   whoever asked at the same time, and to nobody later.
 */
export async function cachedJson<T>(
  cache: Pick<Cache, 'getOrCompute'>,
  key: string,
  ttlSeconds: number,
  make: (doNotKeep: () => void) => T | Promise<T>,
  options?: ComputeOptions,
): Promise<T> {
  if (ttlSeconds === 0) return make(() => {})
  const compute = async () => {
    let kept = true
    const value = await make(() => {
      kept = false
    })
    if (!kept) throw new Makeshift(value)
    return JSON.stringify(value)
  }
  try {
    return JSON.parse(await cache.getOrCompute(key, ttlSeconds, compute, options))
  } catch (error) {
    if (error instanceof Makeshift) return error.value as T
    throw error
  }
}

/** A value on its way past the cache: what is thrown is not kept. */
class Makeshift extends Error {
  readonly value: unknown

  constructor(value: unknown) {
    super('not to be kept')
    this.value = value
  }
}
