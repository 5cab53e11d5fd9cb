import { createHash } from 'node:crypto'
import { cachedJson } from '../caches/cached-json.js'
import type { Account } from '../stores/store.js'
import type { Recommending } from './recommending.js'

/** Parts of keys above this length are told by their hash. */
const LONG = 120

/** Everything that an answer depends on. */
export interface Asked {
  /** Of the artifacts that it is made with. */
  readonly version: string
  /** Which call it answers. */
  readonly kind: string
  readonly account: Account | null
  /** What was asked, as JSON. */
  readonly question: unknown
}

/**
 * What `make` gives, or the cache if it was asked the same before. The key tells everything that an answer depends on:
 * the version, the listener and how often their taste has changed, and the question. So nothing has to be dropped from
 * the cache: what a like, a seed or another version makes stale is never asked for again.
 *
 * @param make - Its value must survive JSON. Calls `doNotKeep` when the value is a makeshift one.
 */
export function reused<T>(
  { cache, cacheTtlSeconds }: Pick<Recommending, 'cache' | 'cacheTtlSeconds'>,
  { version, kind, account, question }: Asked,
  make: (doNotKeep: () => void) => T | Promise<T>,
): Promise<T> {
  const listener = account === null ? '-' : `${account.id}.${account.tasteVersion}`
  const key = `answer:${kind}:${version}:${listener}:${short(JSON.stringify(question))}`
  return cachedJson(cache, key, cacheTtlSeconds, make)
}

function short(text: string): string {
  return text.length <= LONG ? text : createHash('sha256').update(text).digest('base64url')
}
