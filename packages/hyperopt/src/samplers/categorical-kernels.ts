import type { Random } from '../random.js'
import type { Kernels } from './kernels.js'

/**
 * Kernels over choices: most of the probability on the observed choice, the rest shared by all alike. The more
 * observations there are, the less is shared: 1 / (n + 1) to every choice for 1 to the observed one.
 */
export class CategoricalKernels implements Kernels {
  readonly #observed: ArrayLike<number>
  readonly #nChoices: number
  /** What every choice has in a kernel, before the observed one gets its share. */
  readonly #base: number

  /** @param observed - Indices of choices. */
  constructor(observed: ArrayLike<number>, nChoices: number) {
    this.#observed = observed
    this.#nChoices = nChoices
    this.#base = 1 / (observed.length + 1)
  }

  sample(k: number, random: Random): number {
    const nChoices = this.#nChoices
    const shared = k === this.#observed.length ? 1 : (nChoices * this.#base) / (1 + nChoices * this.#base)
    return random() < shared ? Math.floor(random() * nChoices) : this.#observed[k]!
  }

  addLogDensities(x: number, sums: Float64Array): void {
    const total = 1 + this.#nChoices * this.#base
    const n = this.#observed.length
    for (let k = 0; k < n; k++) sums[k]! += Math.log((this.#base + (this.#observed[k] === x ? 1 : 0)) / total)
    sums[n]! -= Math.log(this.#nChoices)
  }
}
