import { SvdError } from '../errors.js'
import { requireInteger } from '../options.js'

/** What a ranking is scored against: the items that were right. Any id type, compared as a `Set` does. */
export type Relevant<T> = ReadonlySet<T>

/** Which of the first k ranked items are relevant. Refuses a repeated item, which would count twice. */
export function hitsAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): boolean[] {
  requireInteger('k', k, 1)
  if (relevant.size === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one relevant item')
  const top = ranked.slice(0, k)
  if (new Set(top).size !== top.length)
    throw new SvdError('INVALID_OPTION', 'ranked must not name an item twice')
  return top.map((item) => relevant.has(item))
}
