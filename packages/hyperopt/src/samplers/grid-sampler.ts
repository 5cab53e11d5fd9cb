import type { ParameterValue } from '../distribution.js'
import { HyperoptError } from '../errors.js'
import { checkKeys, checkOption } from '../options.js'
import type { SampleRequest, Sampler } from './sampler.js'

/** How a {@link GridSampler} is made. */
export interface GridSamplerOptions {
  /** The values to try of every parameter; each list holds at least one. */
  readonly searchSpace: Readonly<Record<string, readonly ParameterValue[]>>
}

/**
 * Tries every combination of given values: trial number `t` has combination `t`, and after the last one they start
 * over. The last parameter changes fastest.
 *
 * @example
 * const sampler = new GridSampler({ searchSpace: { nFactors: [20, 50, 100], biased: [true, false] } })
 * await study.optimize(objective, { nTrials: sampler.size })
 */
export class GridSampler implements Sampler {
  /** How many combinations there are. */
  readonly size: number
  readonly #searchSpace: ReadonlyMap<string, readonly ParameterValue[]>

  /** @throws {@link HyperoptError} INVALID_OPTION for an unknown option, or a parameter without values. */
  constructor(options: GridSamplerOptions) {
    checkKeys('GridSampler', options, ['searchSpace'])
    const { searchSpace } = options
    checkOption(
      typeof searchSpace === 'object' && searchSpace !== null && Object.keys(searchSpace).length > 0,
      'searchSpace',
      'an object with a list of values for each parameter',
      searchSpace,
    )
    for (const [name, values] of Object.entries(searchSpace))
      checkOption(Array.isArray(values) && values.length > 0, name, 'a list of values, not empty', values)
    this.#searchSpace = new Map(Object.entries(searchSpace).map(([name, values]) => [name, [...values]]))
    this.size = Object.values(searchSpace).reduce((size, { length }) => size * length, 1)
    checkOption(Number.isSafeInteger(this.size), 'searchSpace', 'a grid of less than 2^53 points', this.size)
  }

  /** @throws {@link HyperoptError} INVALID_OPTION for a parameter that the grid does not have. */
  sample({ trialNumber, name }: SampleRequest): ParameterValue {
    const values = this.#searchSpace.get(name)
    if (values === undefined)
      throw new HyperoptError('INVALID_OPTION', `searchSpace has no values for ${JSON.stringify(name)}`)
    const names = [...this.#searchSpace.keys()]
    const after = names.slice(names.indexOf(name) + 1)
    const period = after.reduce((product, other) => product * this.#searchSpace.get(other)!.length, 1)
    return values[Math.floor((trialNumber % this.size) / period) % values.length]!
  }
}
