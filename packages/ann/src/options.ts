import { describeType } from './describe-type.js'
import { AnnError } from './errors.js'

/** Labels are int32, as are FAISS's dimensions. */
export const MAX_INT32 = 2 ** 31 - 1

/** How a single call to `search` departs from the default. */
export interface SearchOptions {
  /** Labels that no answer may contain; those the index does not hold are ignored. @defaultValue none */
  readonly exclude?: ReadonlySet<number>
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
 * Checks the options of one search.
 *
 * @throws {@link AnnError} INVALID_OPTION for an unknown key or a value of the wrong type.
 */
export function checkSearchOptions(options: SearchOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new AnnError('INVALID_OPTION', `options must be an object, got ${describeType(options)}`)
  for (const key of Object.keys(options))
    if (key !== 'exclude')
      throw new AnnError('INVALID_OPTION', `search has the option exclude only, got ${JSON.stringify(key)}`)
  const { exclude } = options
  if (exclude !== undefined && !(exclude instanceof Set))
    throw new AnnError('INVALID_OPTION', `exclude must be a Set of labels, got ${describeType(exclude)}`)
}
