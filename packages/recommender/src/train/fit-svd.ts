import { writeIndex } from '@redux/ann'
import { FunkSVD, type Ratings } from '@redux/svd'
import { itemIndexOf } from '../seed-space/item-space.js'
import type { FittedVersion } from './fitted-version.js'
import type { Phases, Tell } from './phases.js'
import type { SvdHyperparameters } from './svd-hyperparameters.js'

/** Fits Funk SVD to all ratings: it recommends by cosine to seeds, and by expected rating to users. */
export async function fitSvd(
  ratings: Ratings,
  listeners: ArrayLike<number>,
  hyperparameters: SvdHyperparameters,
  phases: Phases,
  tell: Tell,
): Promise<FittedVersion> {
  const model = new FunkSVD(hyperparameters)
  for (const { epoch, nEpochs, rmse } of model.epochs(ratings)) {
    tell(epoch / nEpochs, `epoch ${epoch}/${nEpochs} training rmse ${rmse.toFixed(4)}`)
    await phases.metric('training_rmse', rmse, epoch)
    await phases.breathe()
  }
  const { userFactors, itemFactors, userBiases, itemBiases, globalMean } = model.parameters
  return {
    roles: { seeds: 'svd', listeners: 'svd' },
    hyperparameters: { ...hyperparameters },
    listeners: { userFactors, itemFactors, userBiases, itemBiases, globalMean },
    index: writeIndex(itemIndexOf(itemFactors, hyperparameters.nFactors, listeners)),
  }
}
