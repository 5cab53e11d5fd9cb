import {
  type BayesianSVDppOptions,
  FewSeedLinear,
  type FewSeedLinearOptions,
  ImplicitALS,
  type ImplicitALSOptions,
  type RankingScorer,
} from '@redux/svd'
import type { ModelKind } from '../artifact/manifest.js'
import { Blend } from '../blend.js'
import { tuneRanking } from '../tune/tune-ranking.js'
import { crossValidateBayes } from './cross-validate-bayes.js'
import { fitAuto, fitBayes, fitIals, fitLinear, fitSteps } from './fit-models.js'
import { type Hearing, hearingOf, judgeRankings, type Task } from './judge-rankings.js'
import { judgeVariety } from './judge-variety.js'
import type { Judgement } from './judgement.js'
import type { Material } from './material.js'
import type { Phases, Tell } from './phases.js'
import type { Recipe } from './recipe.js'
import type { ResolvedTrainOptions } from './resolve-train-options.js'
import { crossValidateWithBaselines } from './score.js'
import { svdHyperparameters } from './svd-recipe.js'
import type { RankingJudgement } from './train-report.js'

type RankingKind = Exclude<ModelKind, 'svd'>

/** What each model is told. */
interface ModelOptions {
  readonly linear: FewSeedLinearOptions
  readonly ials: ImplicitALSOptions
  readonly bayes: BayesianSVDppOptions
}

/** Models that rank: judged by what held-out newcomers and users took. */
export function rankingRecipe(kind: RankingKind, material: Material, options: ResolvedTrainOptions): Recipe {
  const recipe = new RankingRecipe(kind, material, options)
  return recipe
}

class RankingRecipe implements Recipe {
  readonly #kind: RankingKind
  readonly #material: Material
  readonly #options: ResolvedTrainOptions
  #told: ModelOptions
  #blends = false

  constructor(kind: RankingKind, material: Material, options: ResolvedTrainOptions) {
    this.#kind = kind
    this.#material = material
    this.#options = options
    this.#told = toldBy(kind, options)
  }

  async tune(nTrials: number, phases: Phases, tell: Tell) {
    const { seed } = this.#options
    const { parameters, best } = await tuneRanking(
      this.#kind,
      this.#material,
      { nTrials, seed },
      phases,
      tell,
    )
    const { linear, ials, bayes } = this.#told
    this.#told = {
      linear: { ...linear, ...parameters.linear },
      ials: { ...ials, ...parameters.ials },
      bayes: { ...bayes, ...parameters.bayes },
    }
    return best
  }

  async judge(phases: Phases): Promise<Judgement> {
    const rated = await phases.run('cross-validate', (tell) => this.#judgeRatings(phases, tell))
    const ranked = await phases.run('evaluate', (tell) => this.#judgeRankings(phases, tell))
    return { ...rated, ...ranked }
  }

  fit(phases: Phases, tell: Tell) {
    const fitting = { material: this.#material, phases, tell }
    switch (this.#kind) {
      case 'linear':
        return fitLinear(fitting, this.#told.linear)
      case 'ials':
        return fitIals(fitting, this.#told.ials)
      case 'bayes':
        return fitBayes(fitting, this.#told)
      case 'auto':
        return fitAuto(fitting, this.#told, this.#blends)
    }
  }

  /** Of plays, what the reference system predicts: it is what users of that system know the data by. */
  async #judgeRatings(phases: Phases, tell: Tell): Promise<Judgement> {
    const { ratings, interactions } = this.#material
    const { folds, seed } = this.#options
    const predictsRatings =
      this.#kind === 'bayes' || (this.#kind === 'auto' && interactions.kind === 'ratings')
    return predictsRatings
      ? crossValidateBayes(ratings, this.#told.bayes, { folds, seed }, phases, tell)
      : {
          crossValidation: await crossValidateWithBaselines(
            ratings,
            svdHyperparameters(this.#options),
            { folds, seed },
            phases,
            tell,
          ),
        }
  }

  async #judgeRankings(phases: Phases, tell: Tell): Promise<Judgement> {
    const rankings: RankingJudgement[] = []
    const newcomers = this.#hearing('new-5')
    let variety: Judgement['variety']
    if (newcomers !== undefined) {
      const model = await this.#trainForSeeds(newcomers, phases, tell)
      rankings.push(
        await judgeRankings(newcomers, new Map([[this.#kind, model]]), phases, part(tell, 0.1, 0.4)),
      )
      if (model instanceof FewSeedLinear)
        variety = await judgeVariety(model, newcomers.split.cases, phases, part(tell, 0.4, 0.5))
    }
    const listeners = this.#hearing('known')
    if (listeners !== undefined) {
      const models = await this.#trainForListeners(listeners, phases, part(tell, 0.5, 0.7))
      if (models !== undefined)
        rankings.push(this.#settled(await judgeRankings(listeners, models, phases, part(tell, 0.7, 1))))
    }
    return { ...(rankings.length > 0 && { rankings }), ...(variety && { variety }) }
  }

  #hearing(task: Task): Hearing | undefined {
    const { positives, ratings } = this.#material
    return hearingOf(task, positives.ratings, ratings, this.#options.seed)
  }

  async #trainForSeeds({ split }: Hearing, phases: Phases, tell: Tell): Promise<FewSeedLinear | ImplicitALS> {
    const model =
      this.#kind === 'ials' ? new ImplicitALS(this.#told.ials) : new FewSeedLinear(this.#told.linear)
    await fitSteps(model, split.train, { phases, tell: part(tell, 0, 0.1) })
    return model
  }

  /** The model for users of the data, and for `auto` what it might be blended with. */
  async #trainForListeners(
    { split }: Hearing,
    phases: Phases,
    tell: Tell,
  ): Promise<ReadonlyMap<string, RankingScorer> | undefined> {
    const models = []
    if (this.#kind === 'bayes') return undefined
    if (this.#kind !== 'linear') models.push(new ImplicitALS(this.#told.ials))
    if (this.#kind !== 'ials') models.push(new FewSeedLinear(this.#told.linear))
    for (const model of models) await fitSteps(model, split.train, { phases, tell })
    return this.#kind === 'auto'
      ? new Map<string, RankingScorer>([
          ['auto', models[0]],
          ['blend', new Blend(models)],
        ])
      : new Map([[this.#kind, models[0]]])
  }

  /** Decides for the blend where it is clearly better, and puts what will be served first. */
  #settled(judgement: RankingJudgement): RankingJudgement {
    const blend = judgement.against.find(({ name }) => name === 'blend')
    this.#blends = blend !== undefined && blend.ndcg.high < 0
    return judgement
  }
}

/** A part of a phase's progress. */
function part(tell: Tell, from: number, to: number): Tell {
  return (fraction, detail) => tell(from + fraction * (to - from), detail)
}

/** What was asked for, by the names that the models have for it. */
function toldBy(
  kind: RankingKind,
  { nFactors, nEpochs, regularization, seed }: ResolvedTrainOptions,
): ModelOptions {
  const factors = nFactors === undefined ? {} : { nFactors }
  const epochs = nEpochs === undefined ? {} : { nEpochs }
  // Of `auto` it is that of the reference's SVD, for the other models mean other things by it.
  const penalty = regularization === undefined || kind === 'auto' ? {} : { regularization }
  return {
    linear: { seed, ...(kind !== 'bayes' && factors), ...penalty },
    ials: { seed, ...factors, ...epochs, ...penalty },
    bayes: { seed, ...(kind === 'bayes' && factors) },
  }
}
