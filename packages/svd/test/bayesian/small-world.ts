import { createNormalSource } from '../../src/bayesian/normal-source.js'
import { type Rating, Ratings } from '../../src/index.js'

/** Ratings drawn from a factor model with known parameters, and the noise's standard deviation. */
export interface SmallWorld {
  readonly train: Ratings
  readonly test: Ratings
  readonly noise: number
}

/** Tastes with two factors and biases; the first tenth of every user's ratings is the test. */
export function smallWorld({ nUsers = 60, nItems = 40, noise = 0.5, seed = 1 } = {}): SmallWorld {
  const source = createNormalSource(seed)
  const rows = (n: number) =>
    Array.from({ length: n }, () => [source.normal(), source.normal(), source.normal() / 2])
  const [users, items] = [rows(nUsers), rows(nItems)]
  const train: Rating[] = []
  const test: Rating[] = []
  for (const [u, [p, s, bu]] of users.entries())
    for (const [i, [q, t, bi]] of items.entries()) {
      if ((u * 7 + i * 3) % 5 > 2) continue
      const rating = 3 + bu + bi + 0.7 * (p * q + s * t) + noise * source.normal()
      const row = { user: `u${u}`, item: `i${i}`, rating }
      if ((u + i) % 10 === 0) test.push(row)
      else train.push(row)
    }
  const scale = { scale: [-20, 26] as const }
  return { train: Ratings.from(train, scale), test: Ratings.from(test, scale), noise }
}

/** Share of ratings within intervals. */
export function coverage(
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
  { values }: Ratings,
): number {
  return (
    values.reduce((sum, value, n) => sum + (value >= lower[n] && value <= upper[n] ? 1 : 0), 0) /
    values.length
  )
}
