import { HttpError } from '../errors.js'

/** Kinds of answers, best first. The last one needs nothing that could fail. */
export type Level = 'personal' | 'nearest' | 'popular' | 'empty'

/** One way to answer, with the kind of answer it gives. */
export type Attempt<T> = readonly [level: Level, answer: () => T]

/**
 * The first answer that can be made. A recommender that fails makes an answer worse, never an error; what the caller
 * asked wrongly (an {@link HttpError}) is told all the same.
 *
 * @param last - Given when all fail.
 * @param onFailure - Told what failed, and of what kind the answer then is.
 */
export function firstThatWorks<T>(
  attempts: readonly Attempt<T>[],
  last: T,
  onFailure: (error: unknown, instead: Level) => void,
): T {
  for (const [at, [, answer]] of attempts.entries()) {
    try {
      return answer()
    } catch (error) {
      if (error instanceof HttpError) throw error
      onFailure(error, attempts[at + 1]?.[0] ?? 'empty')
    }
  }
  return last
}
