import { distance } from 'fastest-levenshtein'
import { RecommenderError } from '../errors.js'

/**
 * Refuses a name that is not among those known, naming the nearest.
 *
 * @throws {@link RecommenderError} INVALID_OPTION
 */
export function checkName(what: string, name: unknown, known: readonly string[]): void {
  if (typeof name === 'string' && known.includes(name)) return
  const text = String(name)
  const [nearest] = [...known].sort((a, b) => distance(a, text) - distance(b, text))
  // Two letters swapped count as two mistakes.
  const isTypo = distance(nearest, text) <= (text.length < 4 ? 1 : 2)
  throw new RecommenderError(
    'INVALID_OPTION',
    `unknown ${what} ${text}; ${isTypo ? `did you mean ${nearest}? ` : ''}known are ${known.join(', ')}`,
  )
}
