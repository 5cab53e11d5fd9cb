import { createStudy, RandomSampler } from '@redux/hyperopt'
import { FunkSVD, type Ratings } from '@redux/svd'
import type { Phases, Tell } from './phases.js'
import { scoreFolds } from './score.js'
import type { SvdHyperparameters } from './svd-hyperparameters.js'

/** Folds of the cross-validation that judges a trial. */
const FOLDS = 3

/**
 * Tries hyper-parameters at random in the space of the reference system and takes those with the lowest mean RMSE
 * over three folds, the same folds for every trial.
 */
export async function tune(
  ratings: Ratings,
  { nTrials, seed }: { readonly nTrials: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<{ readonly hyperparameters: SvdHyperparameters; readonly bestRmse: number }> {
  const study = createStudy({ direction: 'minimize', sampler: new RandomSampler({ seed }) })
  const tried = new Map<number, SvdHyperparameters>()
  await study.optimize(
    async (trial) => {
      const hyperparameters = {
        nFactors: trial.suggestInt('nFactors', 20, 100),
        nEpochs: trial.suggestInt('nEpochs', 10, 30),
        learningRate: trial.suggestFloat('learningRate', 0.002, 0.01),
        regularization: trial.suggestFloat('regularization', 0.02, 0.1),
        seed,
      }
      tried.set(trial.number, hyperparameters)
      const tellTrial: Tell = (fraction, detail) =>
        tell((trial.number + fraction) / nTrials, `trial ${trial.number + 1}/${nTrials} ${detail}`)
      const scores = await scoreFolds(
        () => new FunkSVD(hyperparameters),
        ratings,
        { folds: FOLDS, seed },
        phases,
        tellTrial,
      )
      return scores.meanRmse
    },
    { nTrials },
  )
  const { number, value } = study.bestTrial
  tell(1, `best rmse ${value?.toFixed(4)} in trial ${number + 1}`)
  return { hyperparameters: tried.get(number)!, bestRmse: value! }
}
