import { type Trial, TrialPruned } from '@redux/hyperopt'
import { SvdError } from '@redux/svd'
import type { Problem, Work } from './problem.js'
import { suggest } from './search-space.js'

/** Key under which a trial keeps the values of its parts. */
export const PARTS = 'folds'

/**
 * Runs one trial: the mean over the parts, reported after each, so that a pruner may give it up.
 *
 * @returns NaN for parameters with which the model diverges.
 */
export async function runTrial(trial: Trial, problem: Problem, work: Work): Promise<number> {
  const parameters = suggest(trial, problem.space)
  const values: number[] = []
  try {
    for await (const value of problem.values(parameters, work)) {
      values.push(value)
      trial.report(meanOf(values), values.length)
      if (values.length < problem.nParts && trial.shouldPrune()) throw new TrialPruned()
    }
  } catch (error) {
    if (error instanceof SvdError && error.code === 'DIVERGED') return Number.NaN
    throw error
  }
  trial.setUserAttr(PARTS, values)
  return meanOf(values)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
