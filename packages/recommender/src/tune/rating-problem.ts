import { kFold, predictAll, type Ratings, rmse } from '@redux/svd'
import type { Problem, ProblemOptions } from './problem.js'
import { runTraining } from './run-training.js'
import type { TunedRatingModel } from './tuned-models.js'

/** Small errors of predicted ratings: RMSE by cross-validation, on the same folds for all parameters. */
export function ratingProblem(
  model: TunedRatingModel,
  ratings: Ratings,
  { folds, seed }: ProblemOptions,
): Pick<Problem, 'metric' | 'direction' | 'values'> {
  return {
    metric: 'rmse',
    direction: 'minimize',
    async *values(parameters, { tell, breathe }) {
      let fold = 0
      for (const { train, test } of kFold(ratings, { folds, seed })) {
        const training = model.train(train, parameters, seed)
        const tellFold = (fraction: number) => tell((fold + fraction) / folds)
        const { predicted, actual } = predictAll(
          await runTraining(training, { tell: tellFold, breathe }),
          test,
        )
        yield rmse(predicted, actual)
        fold++
      }
    },
  }
}
