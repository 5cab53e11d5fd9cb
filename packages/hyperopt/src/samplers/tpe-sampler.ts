import { contains, type Distribution, type ParameterValue } from '../distribution.js'
import type { FrozenTrial } from '../frozen-trial.js'
import { checkKeys, checkOption } from '../options.js'
import { randomAt } from '../random.js'
import { dimensionOf } from './dimension.js'
import { ParzenEstimator } from './parzen-estimator.js'
import { RandomSampler } from './random-sampler.js'
import type { JointSampleRequest, SampleRequest, Sampler } from './sampler.js'
import { isSingle, type SearchGroup, searchGroups } from './search-groups.js'
import { splitTrials } from './split-trials.js'

/** How a {@link TPESampler} is made. */
export interface TPESamplerOptions {
  /** A safe integer. @defaultValue 0 */
  readonly seed?: number
  /** Complete or pruned trials before it learns; until then values are random. An integer >= 1. @defaultValue 10 */
  readonly nStartupTrials?: number
  /** Points it compares for each choice, an integer >= 1. @defaultValue 24 */
  readonly nEiCandidates?: number
  /** Whether parameters are chosen together, so that it learns how they depend on each other. @defaultValue true */
  readonly multivariate?: boolean
}

/** The defaults of {@link TPESamplerOptions}. */
export const TPE_SAMPLER_DEFAULTS = Object.freeze({
  seed: 0,
  nStartupTrials: 10,
  nEiCandidates: 24,
  multivariate: true,
})

/**
 * Tree-structured Parzen estimator: learns from the trials so far where good values are frequent and bad ones are not.
 *
 * The best tenth of the trials makes one density, all others a second one. Of `nEiCandidates` points drawn from the
 * first it takes the one where the ratio of the two is largest, which is where the expected improvement is.
 *
 * @see Bergstra, Bardenet, Bengio, Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011.
 * @see Watanabe, "Tree-Structured Parzen Estimator: Understanding Its Algorithm Components and Their Roles for Better
 *   Empirical Performance", 2023. https://arxiv.org/abs/2304.11127
 */
export class TPESampler implements Sampler {
  readonly seed: number
  readonly nStartupTrials: number
  readonly nEiCandidates: number
  readonly multivariate: boolean
  readonly #startup: RandomSampler

  /** @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one out of range. */
  constructor(options: TPESamplerOptions = {}) {
    checkKeys('TPESampler', options, Object.keys(TPE_SAMPLER_DEFAULTS))
    const { seed, nStartupTrials, nEiCandidates, multivariate } = { ...TPE_SAMPLER_DEFAULTS, ...options }
    checkCount('nStartupTrials', nStartupTrials)
    checkCount('nEiCandidates', nEiCandidates)
    checkOption(typeof multivariate === 'boolean', 'multivariate', 'a boolean', multivariate)
    this.#startup = new RandomSampler({ seed })
    this.seed = seed
    this.nStartupTrials = nStartupTrials
    this.nEiCandidates = nEiCandidates
    this.multivariate = multivariate
  }

  sampleJointly(request: JointSampleRequest): Readonly<Record<string, ParameterValue>> {
    const known = request.history.filter(isInformative)
    if (!this.multivariate || known.length < this.nStartupTrials) return {}
    return Object.assign({}, ...searchGroups(known).map((group) => this.#sample(group, request)))
  }

  sample(request: SampleRequest): ParameterValue {
    const { name, distribution, history } = request
    if (isSingle(distribution) || history.filter(isInformative).length < this.nStartupTrials)
      return this.#startup.sample(request)
    return this.#sample(new Map([[name, distribution]]), request)[name]!
  }

  /** Chooses a value for every parameter of a group, from the trials that had all of them. */
  #sample(group: SearchGroup, { trialNumber, history, running, direction }: JointSampleRequest) {
    const names = [...group.keys()]
    const dimensions = [...group.values()].map(dimensionOf)
    const hasGroup = (trial: FrozenTrial) => [...group].every(([name, range]) => hasValue(trial, name, range))
    const { below, above } = splitTrials(history.filter(isInformative).filter(hasGroup), direction)
    const estimate = (trials: readonly FrozenTrial[]) => {
      const points = trials.map(({ params }) =>
        dimensions.map((dimension, i) => dimension.toCoordinate(params[names[i]!]!)),
      )
      return new ParzenEstimator(dimensions, points, recencyWeights(points.length))
    }
    const [good, bad] = [estimate(below), estimate([...above, ...running.filter(hasGroup)])]
    const random = randomAt(this.seed, trialNumber, ...names)
    let best: readonly number[] = []
    let bestScore = -Infinity
    for (let i = 0; i < this.nEiCandidates; i++) {
      const point = good.sample(random)
      const score = good.logDensity(point) - bad.logDensity(point)
      if (score > bestScore) [best, bestScore] = [point, score]
    }
    return Object.fromEntries(names.map((name, i) => [name, dimensions[i]!.toValue(best[i]!)]))
  }
}

/** Failed trials say nothing of where good values are. */
function isInformative({ state }: FrozenTrial): boolean {
  return state === 'complete' || state === 'pruned'
}

function hasValue({ params }: FrozenTrial, name: string, distribution: Distribution): boolean {
  const value = params[name]
  return value !== undefined && contains(distribution, value)
}

/** The newest 25 points weigh 1, older ones less the older they are, down to 1/n. */
function recencyWeights(n: number): number[] {
  const nOlder = Math.max(n - 25, 0)
  return Array.from({ length: n }, (_, i) =>
    i < nOlder ? 1 / n + (i / Math.max(nOlder - 1, 1)) * (1 - 1 / n) : 1,
  )
}

function checkCount(name: string, value: number): void {
  checkOption(Number.isSafeInteger(value) && value >= 1, name, 'an integer >= 1', value)
}
