import { type FrozenTrial, HyperoptError, type Study } from '@redux/hyperopt'
import type { Phases, Tell } from '../train/phases.js'
import type { Problem } from './problem.js'
import { runTrial } from './run-trial.js'
import { Standing } from './standing.js'

/** How long a search goes on. At least one of `nTrials` and `timeout` is given. */
export interface SearchLimits {
  /** Trials the study is to have in the end, counting those it has already; failed ones do not count. */
  readonly nTrials?: number
  /** Seconds after which no further trial starts. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** Where a search tells how it goes. */
export interface SearchReports {
  readonly phases: Phases
  readonly tell: Tell
  /** Prefix of the names that metrics are recorded by. */
  readonly prefix?: string
  readonly onTrial?: (trial: FrozenTrial) => void
}

/**
 * Runs trials until the limits are reached; of a new study, the first has the model's own parameters, so that what
 * is found is at least as good as these.
 *
 * Others may work on the same study: it ends when there are enough trials, whoever ran them.
 *
 * @returns Whether the signal stopped it. The trials that were over then are in the study.
 */
export async function search(
  study: Study,
  problem: Problem,
  { nTrials, timeout, signal }: SearchLimits,
  { phases, tell, prefix = '', onTrial }: SearchReports,
): Promise<boolean> {
  if (study.trials.every(({ state }) => state === 'failed')) study.enqueueTrial(problem.defaults)
  const standing = new Standing(study, { nTrials, timeout })
  const left = nTrials === undefined ? undefined : Math.max(nTrials - standing.nDone, 0)
  tell(standing.fraction(0), standing.describe())
  try {
    await study.optimize(
      async (trial) => {
        const tellTrial = (fraction: number) =>
          tell(standing.fraction(fraction), standing.describe(trial.number))
        const breathe = () => phases.breathe()
        const value = await runTrial(trial, problem, { tell: tellTrial, breathe })
        if (Number.isNaN(value)) return value
        await phases.metric(`${prefix}value`, value, trial.number)
        await phases.metric(`${prefix}best`, standing.bestWith(value), trial.number)
        return value
      },
      {
        ...{ nTrials: left, timeout, signal },
        onTrial: (trial) => {
          standing.update()
          if (nTrials !== undefined && standing.nDone >= nTrials) study.stop()
          tell(standing.fraction(0), standing.describe())
          onTrial?.(trial)
        },
      },
    )
    return false
  } catch (error) {
    if (error instanceof HyperoptError && error.code === 'ABORTED') return true
    throw error
  }
}
