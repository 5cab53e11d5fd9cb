import { tuneModel } from '../tune/tune-model.js'
import { fitSvd } from './fit-svd.js'
import type { Material } from './material.js'
import type { Recipe } from './recipe.js'
import type { ResolvedTrainOptions } from './resolve-train-options.js'
import { crossValidateWithBaselines } from './score.js'
import { SVD_DEFAULTS, type SvdHyperparameters } from './svd-hyperparameters.js'

/** Funk SVD alone, judged by RMSE: the reference system. */
export function svdRecipe({ ratings, catalogue }: Material, options: ResolvedTrainOptions): Recipe {
  const { folds, seed } = options
  let hyperparameters = svdHyperparameters(options)
  return {
    async tune(nTrials, phases, tell) {
      const tuned = await tuneModel('svd', { ratings, positives: ratings }, { nTrials, seed }, phases, tell)
      hyperparameters = { ...hyperparameters, ...tuned.parameters }
      return { bestRmse: tuned.value }
    },
    async judge(phases) {
      const crossValidation = await phases.run('cross-validate', (tell) =>
        crossValidateWithBaselines(ratings, hyperparameters, { folds, seed }, phases, tell),
      )
      return { crossValidation }
    },
    fit(phases, tell) {
      const listeners = catalogue.map((song) => song.listeners)
      return fitSvd(ratings, listeners, hyperparameters, phases, tell)
    },
  }
}

/** What was asked for, else the defaults. */
export function svdHyperparameters(options: ResolvedTrainOptions): SvdHyperparameters {
  const { nFactors, nEpochs, learningRate, regularization } = SVD_DEFAULTS
  return {
    nFactors: options.nFactors ?? nFactors,
    nEpochs: options.nEpochs ?? nEpochs,
    learningRate: options.learningRate ?? learningRate,
    regularization: options.regularization ?? regularization,
    seed: options.seed,
  }
}
