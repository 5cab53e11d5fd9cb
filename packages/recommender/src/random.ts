import seedrandom from 'seedrandom'

/** A source of numbers uniform in [0, 1). Equal seeds give equal sequences on every machine. */
export type Random = () => number

/**
 * Creates a seeded source of random numbers (ARC4, 32 or more bits each). Everything random in this package
 * draws from one of these, so that a seed fixes the whole run.
 *
 * @param seed - A safe integer. The same number always gives the same sequence.
 */
export function createRandom(seed: number): Random {
  return seedrandom(String(seed))
}
