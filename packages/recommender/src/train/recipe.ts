import type { ModelKind } from '../artifact/manifest.js'
import type { FittedVersion } from './fitted-version.js'
import type { Judgement } from './judgement.js'
import type { Material } from './material.js'
import type { Phases, Tell } from './phases.js'
import { rankingRecipe } from './ranking-recipe.js'
import type { ResolvedTrainOptions } from './resolve-train-options.js'
import { svdRecipe } from './svd-recipe.js'
import type { TrainReport } from './train-report.js'

/** How a kind of model is tuned, judged and fitted. */
export interface Recipe {
  /** Looks for hyper-parameters, which the other two then use. @returns What the best trial reached. */
  tune(
    nTrials: number,
    phases: Phases,
    tell: Tell,
  ): Promise<Omit<NonNullable<TrainReport['tuning']>, 'nTrials'>>
  /** Asks models that were trained on a part of the data for the rest; runs the phases this takes. */
  judge(phases: Phases): Promise<Judgement>
  /** Learns from all of the data. */
  fit(phases: Phases, tell: Tell): Promise<FittedVersion>
}

export function recipeOf(kind: ModelKind, material: Material, options: ResolvedTrainOptions): Recipe {
  return kind === 'svd' ? svdRecipe(material, options) : rankingRecipe(kind, material, options)
}
