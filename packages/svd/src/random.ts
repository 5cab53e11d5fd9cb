import seedrandom from 'seedrandom'

/** A seeded stream of random numbers; the same seed gives the same stream everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Normal with the given mean and standard deviation, by Marsaglia's polar method. */
  normal(mean: number, standardDeviation: number): number
}

/** @param seed - Any number or text; the package's default everywhere is 0. */
export function createRandom(seed: number | string): Random {
  // Baagøe's Alea: several times as fast as the library's default, and random enough for factors and folds.
  const uniform = seedrandom.alea(String(seed))
  let spare: number | undefined
  function standardNormal(): number {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const squared = x * x + y * y
      if (squared > 0 && squared < 1) {
        const scale = Math.sqrt((-2 * Math.log(squared)) / squared)
        spare = y * scale
        return x * scale
      }
    }
  }
  return { uniform, normal: (mean, standardDeviation) => mean + standardDeviation * standardNormal() }
}

/** Puts `values` in random order, in place (Fisher and Yates); returns it. */
export function shuffle<T extends Int32Array>(values: T, random: Random): T {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1))
    const value = values[last]
    values[last] = values[other]
    values[other] = value
  }
  return values
}
