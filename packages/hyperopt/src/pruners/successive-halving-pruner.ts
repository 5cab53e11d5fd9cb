import type { FrozenTrial } from '../frozen-trial.js'
import { checkKeys, checkOption } from '../options.js'
import { isWorse, lastStep, type PruneRequest, type Pruner } from './pruner.js'

/** How a {@link SuccessiveHalvingPruner} is made. */
export interface SuccessiveHalvingPrunerOptions {
  /** The step of the first rung, an integer >= 1: what every trial is granted. @defaultValue 1 */
  readonly minResource?: number
  /** One trial of so many climbs from each rung, an integer >= 2; the next is so many times as high. @defaultValue 4 */
  readonly reductionFactor?: number
  /** Rungs to leave out at the bottom, an integer >= 0. @defaultValue 0 */
  readonly minEarlyStoppingRate?: number
}

/** The defaults of {@link SuccessiveHalvingPrunerOptions}. */
export const SUCCESSIVE_HALVING_PRUNER_DEFAULTS = Object.freeze({
  minResource: 1,
  reductionFactor: 4,
  minEarlyStoppingRate: 0,
})

/**
 * Asynchronous successive halving: rungs stand at the steps `minResource`, `minResource * reductionFactor`, and so on,
 * and a trial climbs on only if it is in the best `1 / reductionFactor` of those that have reached the rung so far. It
 * waits for no other; the first to reach a rung climbs on.
 *
 * @see Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020.
 *   https://arxiv.org/abs/1810.05934
 */
export class SuccessiveHalvingPruner implements Pruner {
  readonly minResource: number
  readonly reductionFactor: number
  readonly minEarlyStoppingRate: number

  /** @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one out of range. */
  constructor(options: SuccessiveHalvingPrunerOptions = {}) {
    checkKeys('SuccessiveHalvingPruner', options, Object.keys(SUCCESSIVE_HALVING_PRUNER_DEFAULTS))
    const values = { ...SUCCESSIVE_HALVING_PRUNER_DEFAULTS, ...options }
    const least = { minResource: 1, reductionFactor: 2, minEarlyStoppingRate: 0 }
    for (const name of ['minResource', 'reductionFactor', 'minEarlyStoppingRate'] as const) {
      const holds = Number.isSafeInteger(values[name]) && values[name] >= least[name]
      checkOption(holds, name, `an integer >= ${least[name]}`, values[name])
    }
    this.minResource = values.minResource
    this.reductionFactor = values.reductionFactor
    this.minEarlyStoppingRate = values.minEarlyStoppingRate
  }

  shouldPrune({ trial, trials, direction }: PruneRequest): boolean {
    const step = lastStep(trial)
    if (step === undefined) return false
    const factor = this.reductionFactor
    for (
      let rung = this.minResource * factor ** this.minEarlyStoppingRate;
      rung <= step;
      rung = rung * factor
    ) {
      const reached = firstReportFrom(trial, rung)!
      // The trial was judged on this rung when it reached it.
      if (reached.step < step) continue
      if (Number.isNaN(reached.value)) return true
      const others = trials.filter(({ number }) => number !== trial.number)
      const rivals = others.map((other) => firstReportFrom(other, rung)?.value ?? NaN)
      const valid = rivals.filter((value) => !Number.isNaN(value))
      const nBetter = valid.filter((value) => isWorse(reached.value, value, direction)).length
      const nClimb = Math.max(Math.floor((valid.length + 1) / factor), 1)
      if (nBetter >= nClimb) return true
    }
    return false
  }
}

/** With what a trial came to a rung: its first report at that step or a later one. */
function firstReportFrom({ intermediateValues }: FrozenTrial, rung: number) {
  const found = Object.keys(intermediateValues).find((step) => Number(step) >= rung)
  return found === undefined ? undefined : { step: Number(found), value: intermediateValues[Number(found)]! }
}
