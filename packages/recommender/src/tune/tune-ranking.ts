import { knownUsers, newUsers, type Ratings } from '@redux/svd'
import type { ModelKind } from '../artifact/manifest.js'
import type { Material } from '../train/material.js'
import type { Phases, Tell } from '../train/phases.js'
import type { TrainReport } from '../train/train-report.js'
import type { TunedParameters } from './search-space.js'
import { type TunedModel, tuneModel } from './tune-model.js'

type RankingKind = Exclude<ModelKind, 'svd'>
type Tuned = 'linear' | 'ials' | 'bayes'

/** The models that each kind is made of and that there is something to find for. */
const TUNED: Readonly<Record<RankingKind, readonly Tuned[]>> = {
  linear: ['linear'],
  ials: ['ials'],
  bayes: ['linear', 'bayes'],
  auto: ['linear', 'ials'],
}

/** What was found for each model, and what training reports of it. */
export interface TunedRanking {
  readonly parameters: Readonly<Record<Tuned, TunedParameters>>
  readonly best: Omit<NonNullable<TrainReport['tuning']>, 'nTrials'>
}

/**
 * Tunes the models that a kind is made of, one after the other, with so many trials each. It does not see what training
 * sets aside to judge the task that a model is tuned for. Of two models that rank, the one for newcomers is reported.
 */
export async function tuneRanking(
  kind: RankingKind,
  { ratings, positives }: Pick<Material, 'ratings' | 'positives'>,
  { nTrials, seed }: { readonly nTrials: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<TunedRanking> {
  const names = TUNED[kind]
  const found: Partial<Record<Tuned, TunedModel>> = {}
  for (const [n, name] of names.entries()) {
    const tellModel: Tell = (fraction, detail) => tell((n + fraction) / names.length, `${name}: ${detail}`)
    const data = { ratings, positives: unjudged(name, positives.ratings, seed) }
    found[name] = await tuneModel(name, data, { nTrials, seed }, phases, tellModel)
  }
  const { linear, ials, bayes } = found
  const ranked = linear ?? ials
  return {
    parameters: {
      linear: linear?.parameters ?? {},
      ials: ials?.parameters ?? {},
      bayes: bayes?.parameters ?? {},
    },
    best: { ...(ranked && { bestNdcg: ranked.value }), ...(bayes && { bestRmse: bayes.value }) },
  }
}

/** The positives without those that will be asked for when the task that the model is tuned for is judged. */
function unjudged(name: Tuned, positives: Ratings, seed: number): Ratings {
  if (positives.nUsers < 2) return positives
  return name === 'ials' ? knownUsers(positives, { seed }).train : newUsers(positives, { seed }).train
}
