import { HyperoptError } from './errors.js'

/** @throws {@link HyperoptError} INVALID_OPTION if `options` is no object or has a key that is not in `known`. */
export function checkKeys(what: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new HyperoptError(
      'INVALID_OPTION',
      `the options of ${what} must be an object, got ${String(options)}`,
    )
  for (const key of Object.keys(options))
    if (!known.includes(key))
      throw new HyperoptError(
        'INVALID_OPTION',
        `${what} has no option ${JSON.stringify(key)}; it has ${known.join(', ')}`,
      )
}

/** @throws {@link HyperoptError} INVALID_OPTION unless `holds`; `rule` completes "`name` must be". */
export function checkOption(holds: boolean, name: string, rule: string, value: unknown): void {
  if (!holds) throw new HyperoptError('INVALID_OPTION', `${name} must be ${rule}, got ${describe(value)}`)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' && value !== null
    ? (value.constructor?.name ?? 'an object')
    : String(value)
}
