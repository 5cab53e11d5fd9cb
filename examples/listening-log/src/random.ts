import seedrandom from 'seedrandom'

/** Seeded randomness. Equal seeds give equal draws on every machine. */
export class Random {
  readonly #next: () => number

  constructor(seed: string) {
    this.#next = seedrandom(seed)
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.#next()
  }

  /** A whole number in 0 … n - 1. */
  below(n: number): number {
    return Math.floor(n * this.#next())
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }

  /** Standard normal to good approximation (Irwin and Hall's sum of twelve), without engine-dependent logarithms. */
  normal(): number {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.#next()
    return sum
  }

  /** 0, 1, 2, … with this mean, each step equally likely to be the last. */
  geometric(mean: number): number {
    const goOn = mean / (1 + mean)
    let steps = 0
    while (this.chance(goOn)) steps++
    return steps
  }

  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const item = items[i]!
      items[i] = items[j]!
      items[j] = item
    }
    return items
  }
}

/** Draws positions in proportion to fixed weights, in O(log n). */
export class WeightedChoice {
  readonly #cumulative: Float64Array

  constructor(weights: readonly number[]) {
    let sum = 0
    this.#cumulative = Float64Array.from(weights, (weight) => {
      sum += weight
      return sum
    })
  }

  draw(random: Random): number {
    const target = random.between(0, this.#cumulative.at(-1)!)
    let low = 0
    let high = this.#cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#cumulative[middle]! > target) high = middle
      else low = middle + 1
    }
    return low
  }
}
