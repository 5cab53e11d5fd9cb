import {
  BaselineOnly,
  type CrossValidationResult,
  crossValidationSteps,
  FunkSVD,
  type FunkSVDOptions,
  GlobalMean,
  type RatingModel,
  type Ratings,
} from '@redux/svd'
import type { Phases, Tell } from './phases.js'
import type { FoldScores, TrainReport } from './train-report.js'

/** Held-out RMSE and MAE of the model and, on the same folds, of the two yardsticks it has to beat. */
export async function crossValidateWithBaselines(
  ratings: Ratings,
  options: FunkSVDOptions,
  { folds, seed }: { readonly folds: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<NonNullable<TrainReport['crossValidation']>> {
  const score = (makeModel: () => RatingModel, tellModel: Tell) =>
    scoreFolds(makeModel, ratings, { folds, seed }, phases, tellModel)
  return {
    name: 'svd',
    folds,
    model: await score(() => new FunkSVD(options), tell),
    globalMean: await score(
      () => new GlobalMean(),
      () => {},
    ),
    biasOnly: await score(
      () => new BaselineOnly(),
      () => {},
    ),
  }
}

/** Cross-validates one model, giving way to the event loop after every step. */
export async function scoreFolds(
  makeModel: () => RatingModel,
  ratings: Ratings,
  options: { readonly folds: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<FoldScores> {
  const steps = crossValidationSteps(makeModel, ratings, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return foldScores(value)
    const { fold, folds, epoch, result } = value
    if (epoch) {
      const { nEpochs, rmse } = epoch
      const fraction = (fold - 1 + epoch.epoch / nEpochs) / folds
      tell(fraction, `fold ${fold}/${folds} epoch ${epoch.epoch}/${nEpochs} training rmse ${rmse.toFixed(4)}`)
    }
    if (result) tell(fold / folds, `fold ${fold}/${folds} rmse ${result.rmse.toFixed(4)}`)
    await phases.breathe()
  }
}

function foldScores({ folds, mean }: CrossValidationResult): FoldScores {
  return {
    rmse: folds.map((fold) => fold.rmse),
    mae: folds.map((fold) => fold.mae),
    meanRmse: mean.rmse,
    meanMae: mean.mae,
  }
}
