import {
  type BayesianSVDppOptions,
  FewSeedLinear,
  type FewSeedLinearOptions,
  ImplicitALS,
  type ImplicitALSOptions,
  type RankingModel,
  type Ratings,
} from '@redux/svd'
import type { ModelKind } from '../artifact/manifest.js'
import { Blend } from '../blend.js'
import { tuneRanking } from '../tune/tune-ranking.js'
import { crossValidateBayes } from './cross-validate-bayes.js'
import { fitAuto, fitBayes, fitIals, fitLinear, fitSteps } from './fit-models.js'
import { type Hearing, hearingOf, RankingJudge, type Task } from './judge-rankings.js'
import { judgeVariety } from './judge-variety.js'
import type { Judgement } from './judgement.js'
import type { Material } from './material.js'
import type { Phases, Tell } from './phases.js'
import type { Recipe } from './recipe.js'
import type { ResolvedTrainOptions } from './resolve-train-options.js'
import { crossValidateWithBaselines } from './score.js'
import { SVD_DEFAULTS } from './svd-hyperparameters.js'
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
  return new RankingRecipe(kind, material, options)
}

class RankingRecipe implements Recipe {
  readonly #kind: RankingKind
  readonly #material: Material
  readonly #options: ResolvedTrainOptions
  #told: ModelOptions
  /** Whether users get what iALS and the linear model agree on. */
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
            // Other models mean other things by what Funk SVD has the same names for.
            this.#kind === 'auto' ? svdHyperparameters(this.#options) : { ...SVD_DEFAULTS, seed },
            { folds, seed },
            phases,
            tell,
          ),
        }
  }

  async #judgeRankings(phases: Phases, tell: Tell): Promise<Judgement> {
    const newcomers = this.#hearing('new-5')
    const listeners = this.#kind === 'bayes' ? undefined : this.#hearing('known')
    const seeds = newcomers && (await this.#judgeSeeds(newcomers, phases, part(tell, 0, 0.5)))
    const known = listeners && (await this.#judgeListeners(listeners, phases, part(tell, 0.5, 1)))
    const rankings = [...(seeds?.rankings ?? []), ...(known ? [known] : [])]
    return { ...(rankings.length > 0 && { rankings }), ...(seeds?.variety && { variety: seeds.variety }) }
  }

  async #judgeSeeds(hearing: Hearing, phases: Phases, tell: Tell): Promise<Judgement> {
    const { train, cases } = hearing.split
    const fitting = { phases, tell: part(tell, 0, 0.2), isJudged: true }
    const judge = new RankingJudge(hearing, phases, part(tell, 0.2, 0.8))
    await judge.hearYardsticks()
    const model =
      this.#kind === 'ials' ? new ImplicitALS(this.#told.ials) : new FewSeedLinear(this.#told.linear)
    await fitSteps(model, train, fitting)
    // Bayesian SVD++ rates; newcomers get what the linear model ranks.
    const name = this.#kind === 'bayes' ? 'linear' : this.#kind
    await judge.hear(name, model)
    const rankings = [judge.judgement(name, name)]
    if (!(model instanceof FewSeedLinear)) return { rankings }
    return { rankings, variety: await judgeVariety(model, cases, phases, part(tell, 0.8, 1)) }
  }

  async #judgeListeners(hearing: Hearing, phases: Phases, tell: Tell): Promise<RankingJudgement> {
    const { train } = hearing.split
    const fitting = { phases, tell: part(tell, 0, 0.4), isJudged: true }
    const judge = new RankingJudge(hearing, phases, part(tell, 0.4, 1))
    await judge.hearYardsticks()
    const models: RankingModel[] = []
    if (this.#kind !== 'linear') models.push(await this.#trainIals(train, fitting))
    if (this.#kind !== 'ials') {
      const linear = new FewSeedLinear(this.#told.linear)
      await fitSteps(linear, train, fitting)
      models.push(linear)
    }
    const [own] = models
    await judge.hear(own.kind, own)
    if (models.length === 1) return judge.judgement(own.kind, this.#kind)
    await judge.hear('blend', new Blend(models))
    this.#blends = judge.isClearlyBetter('blend', own.kind)
    return judge.judgement(this.#blends ? 'blend' : own.kind, this.#kind)
  }

  async #trainIals(train: Ratings, fitting: Parameters<typeof fitSteps>[2]): Promise<ImplicitALS> {
    const model = new ImplicitALS(this.#told.ials)
    await fitSteps(model, train, fitting)
    return model
  }

  #hearing(task: Task): Hearing | undefined {
    const { positives, ratings } = this.#material
    return hearingOf(task, positives.ratings, ratings, this.#options.seed)
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
  // Of `auto` it is that of the Funk SVD it is compared with.
  const penalty = regularization === undefined || kind === 'auto' ? {} : { regularization }
  return {
    linear: { seed, ...(kind !== 'bayes' && factors), ...penalty },
    ials: { seed, ...factors, ...epochs, ...penalty },
    bayes: { seed, ...(kind === 'bayes' && factors) },
  }
}
