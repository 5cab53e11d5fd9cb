import { RecommenderError } from './errors.js'

/** Refuses option names that are not known, so that a typo does not pass for a default. */
export function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new RecommenderError('INVALID_OPTION', `unknown option ${name}; known are ${known.join(', ')}`)
}

/** Refuses anything but an integer in min..max. */
export function checkInteger(name: string, value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return
  const range = max === Number.MAX_SAFE_INTEGER ? `>= ${min}` : `in ${min}..${max}`
  throw new RecommenderError('INVALID_OPTION', `${name} must be an integer ${range}, got ${String(value)}`)
}

/** Refuses anything but a finite number >= min. */
export function checkNumber(name: string, value: unknown, min: number): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min) return
  throw new RecommenderError(
    'INVALID_OPTION',
    `${name} must be a finite number >= ${min}, got ${String(value)}`,
  )
}
