import { K_FOLD_DEFAULTS, type KFoldOptions, kFold } from './k-fold.js'
import { mae } from './metrics/mae.js'
import { rmse } from './metrics/rmse.js'
import { withDefaults } from './options.js'
import type { Ratings } from './ratings.js'
import type { EpochReport } from './train-epochs.js'
import type { Id } from './vocabulary.js'

/** What cross-validation needs of a model. */
export interface RatingModel {
  fit(ratings: Ratings): unknown
  /** When there, used instead of `fit`, so that progress can be told. */
  epochs?(ratings: Ratings): Iterable<EpochReport>
  predict(user: Id, item: Id): number
  /** When there, used instead of `predict`, for speed: predictions of all ratings of a set, in its order. */
  predictAll?(ratings: Ratings): Float64Array
}

/** How well one fold's test part was predicted. */
export interface FoldResult {
  readonly rmse: number
  readonly mae: number
  /** Time to fit and to predict. */
  readonly seconds: number
}

export interface CrossValidationResult {
  readonly folds: readonly FoldResult[]
  /** Unweighted means over the folds. */
  readonly mean: FoldResult
}

/** Where a cross-validation is. */
export interface CrossValidationStep {
  /** From 1. */
  readonly fold: number
  readonly folds: number
  /** The epoch just done, for models that tell. */
  readonly epoch?: EpochReport
  /** Given once, at the end of the fold. */
  readonly result?: FoldResult
}

export interface CrossValidateOptions extends KFoldOptions {
  /** Called after every epoch of every fold, and after every fold. */
  readonly onStep?: (step: CrossValidationStep) => void
}

/**
 * Fits a fresh model on all but one fold and predicts that fold, for every fold of {@link kFold}.
 *
 * @param makeModel - Called once per fold.
 * @throws {@link SvdError} INVALID_OPTION as {@link kFold}, and whatever the model throws.
 * @example
 * crossValidate(() => new FunkSVD({ nFactors: 50 }), ratings, { folds: 3, seed: 1 }).mean.rmse
 */
export function crossValidate(
  makeModel: () => RatingModel,
  ratings: Ratings,
  options: CrossValidateOptions = {},
): CrossValidationResult {
  const { onStep, ...foldOptions } = options
  const steps = crossValidationSteps(makeModel, ratings, foldOptions)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    onStep?.(value)
  }
}

/** The steps of {@link crossValidate} one at a time, for callers that do something of their own in between. */
export function* crossValidationSteps(
  makeModel: () => RatingModel,
  ratings: Ratings,
  options: KFoldOptions = {},
): Generator<CrossValidationStep, CrossValidationResult, undefined> {
  const { folds } = withDefaults(K_FOLD_DEFAULTS, options)
  const results: FoldResult[] = []
  for (const { train, test } of kFold(ratings, options)) {
    const fold = results.length + 1
    const model = makeModel()
    const start = performance.now()
    if (model.epochs) for (const epoch of model.epochs(train)) yield { fold, folds, epoch }
    else model.fit(train)
    const { predicted, actual } = predictAll(model, test)
    const seconds = (performance.now() - start) / 1000
    const result = { rmse: rmse(predicted, actual), mae: mae(predicted, actual), seconds }
    results.push(result)
    yield { fold, folds, result }
  }
  return {
    folds: results,
    mean: { rmse: mean(results, 'rmse'), mae: mean(results, 'mae'), seconds: mean(results, 'seconds') },
  }
}

/** A model's predictions for ratings it has not seen, beside the ratings themselves. */
export function predictAll(
  model: Pick<RatingModel, 'predict' | 'predictAll'>,
  test: Ratings,
): { predicted: Float64Array; actual: Float32Array } {
  if (model.predictAll) return { predicted: model.predictAll(test), actual: test.values }
  const predicted = new Float64Array(test.nRatings)
  let position = 0
  for (const { user, item } of test) predicted[position++] = model.predict(user, item)
  return { predicted, actual: test.values }
}

function mean(results: readonly FoldResult[], name: keyof FoldResult): number {
  return results.reduce((sum, result) => sum + result[name], 0) / results.length
}
