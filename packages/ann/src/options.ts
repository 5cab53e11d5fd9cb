import type { BackendOption } from '@redux/kernels'
import { describeType } from './describe-type.js'
import { AnnError } from './errors.js'

/** Labels are int32, as are FAISS's dimensions. */
export const MAX_INT32 = 2 ** 31 - 1

/** How an index works, whatever it holds; none of it changes an answer. */
export interface IndexOptions {
  /** Threads for batches of queries and for training, in Node; an integer in 1..256. @defaultValue 1 */
  readonly threads?: number
  /**
   * What computes: WebAssembly SIMD, or plain TypeScript, which gives the same bits. `auto` is WebAssembly where there
   * is SIMD. @defaultValue 'auto'
   */
  readonly backend?: BackendOption
}

/** How a single call to `search` or `rangeSearch` departs from the default. */
export interface SearchOptions<Label = number> {
  /** The only labels that an answer may contain; those the index does not hold are ignored. @defaultValue all */
  readonly include?: Iterable<Label>
  /** Labels that no answer may contain; those the index does not hold are ignored. @defaultValue none */
  readonly exclude?: Iterable<Label>
}

/** @throws {@link AnnError} INVALID_OPTION if `value` is not an integer in `low..high`. */
export function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new AnnError(
      'INVALID_OPTION',
      `${name} must be an integer in ${low}..${high}, got ${String(value)}`,
    )
}

/**
 * Checks the options of an index and fills in the defaults.
 *
 * @throws {@link AnnError} INVALID_OPTION for an unknown key or a value out of range.
 */
export function resolveIndexOptions(options: IndexOptions): Required<IndexOptions> {
  checkKeys('an index', options, ['threads', 'backend'])
  const { threads = 1, backend = 'auto' } = options
  checkInteger('threads', threads, 1, 256)
  return { threads, backend }
}

/**
 * Checks the options of one search.
 *
 * @throws {@link AnnError} INVALID_OPTION for an unknown key or a value of the wrong type.
 */
export function checkSearchOptions(options: SearchOptions<unknown>): void {
  checkKeys('a search', options, ['include', 'exclude'])
  for (const name of ['include', 'exclude'] as const) {
    const labels: unknown = options[name]
    if (labels === undefined) continue
    if (typeof labels !== 'object' || labels === null || !(Symbol.iterator in labels))
      throw new AnnError(
        'INVALID_OPTION',
        `${name} must be a Set or another iterable of labels, got ${describeType(labels)}`,
      )
  }
}

/** @throws {@link AnnError} INVALID_OPTION for what is no object, or has a key that is not known. */
function checkKeys(whose: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new AnnError('INVALID_OPTION', `options must be an object, got ${describeType(options)}`)
  for (const key of Object.keys(options))
    if (!known.includes(key))
      throw new AnnError(
        'INVALID_OPTION',
        `${whose} has the options ${known.join(' and ')} only, got ${JSON.stringify(key)}`,
      )
}
