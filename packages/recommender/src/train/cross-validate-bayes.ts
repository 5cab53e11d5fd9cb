import {
  BaselineOnly,
  BayesianSVDpp,
  type BayesianSVDppOptions,
  calibrationCurve,
  GlobalMean,
  intervalCoverage,
  intervalWidth,
  kFold,
  mae,
  pitValues,
  type Ratings,
  rmse,
} from '@redux/svd'
import type { Phases, Tell } from './phases.js'
import { scoreFolds } from './score.js'
import type { Calibration, FoldScores, TrainReport } from './train-report.js'

/** Bars of the PIT histogram. */
const PIT_BINS = 20

type Judged = Required<Pick<TrainReport, 'crossValidation' | 'calibration'>>

/** Held-out RMSE, MAE and intervals of Bayesian SVD++, beside the two yardsticks on the same folds. */
export async function crossValidateBayes(
  ratings: Ratings,
  options: BayesianSVDppOptions,
  { folds, seed }: { readonly folds: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<Judged> {
  const judged: Fold[] = []
  for (const { train, test } of kFold(ratings, { folds, seed })) {
    const model = new BayesianSVDpp(options)
    for (const { step, nSteps } of model.steps(train, { targets: test })) {
      tell(
        (judged.length + step / nSteps) / folds,
        `fold ${judged.length + 1}/${folds} sweep ${step}/${nSteps}`,
      )
      await phases.breathe()
    }
    judged.push(foldOf(model, test))
  }
  const yardstick = (makeModel: () => BaselineOnly | GlobalMean) =>
    scoreFolds(makeModel, ratings, { folds, seed }, phases, () => {})
  return {
    crossValidation: {
      name: 'bayes',
      folds,
      model: scoresOf(judged),
      globalMean: await yardstick(() => new GlobalMean()),
      biasOnly: await yardstick(() => new BaselineOnly()),
    },
    calibration: calibrationOf(judged),
  }
}

/** What was found on one fold. */
interface Fold {
  readonly rmse: number
  readonly mae: number
  readonly coverage: number
  readonly width: number
  readonly pit: Float64Array
}

function foldOf(model: BayesianSVDpp, test: Ratings): Fold {
  const predicted = model.predictAll(test)
  const { means, standardDeviations, lower, upper } = model.predictAllIntervals(test)
  return {
    rmse: rmse(predicted, test.values),
    mae: mae(predicted, test.values),
    coverage: intervalCoverage(lower, upper, test.values),
    width: intervalWidth(lower, upper),
    pit: pitValues(means, standardDeviations, test.values),
  }
}

function scoresOf(folds: readonly Fold[]): FoldScores {
  return {
    rmse: folds.map((fold) => fold.rmse),
    mae: folds.map((fold) => fold.mae),
    meanRmse: mean(folds.map((fold) => fold.rmse)),
    meanMae: mean(folds.map((fold) => fold.mae)),
  }
}

function calibrationOf(folds: readonly Fold[]): Calibration {
  const pit = Float64Array.from(folds.flatMap((fold) => [...fold.pit]))
  const histogram = new Array<number>(PIT_BINS).fill(0)
  for (const value of pit) histogram[Math.min(Math.floor(value * PIT_BINS), PIT_BINS - 1)] += 1 / pit.length
  return {
    coverage95: mean(folds.map((fold) => fold.coverage)),
    width95: mean(folds.map((fold) => fold.width)),
    levels: calibrationCurve(pit),
    pit: histogram,
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
