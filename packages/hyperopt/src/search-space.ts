import { type Distribution, describeDistribution, sameDistribution } from './distribution.js'
import { HyperoptError } from './errors.js'

/** Remembers the range of every parameter of a study, and holds later trials to it. */
export class SearchSpace {
  readonly #distributions = new Map<string, Distribution>()

  /** Enters the ranges of a trial that is there already; the newest trial decides. */
  adopt(distributions: Readonly<Record<string, Distribution>>): void {
    for (const [name, distribution] of Object.entries(distributions))
      this.#distributions.set(name, distribution)
  }

  /**
   * Enters a parameter, or checks it against the range it was entered with. A study that changed a range half-way
   * would compare trials that did not have the same choice.
   *
   * @throws {@link HyperoptError} RANGE_CHANGED if the parameter has another range already.
   */
  enter(name: string, distribution: Distribution): void {
    const known = this.#distributions.get(name)
    if (known === undefined) this.#distributions.set(name, distribution)
    else if (!sameDistribution(known, distribution))
      throw new HyperoptError(
        'RANGE_CHANGED',
        `${name} must stay ${describeDistribution(known)} in this study, got ${describeDistribution(distribution)}`,
      )
  }
}
