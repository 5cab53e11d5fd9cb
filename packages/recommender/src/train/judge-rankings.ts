import {
  comparePaired,
  knownUsers,
  type MeanInterval,
  meanInterval,
  newUsers,
  type RankingCase,
  type RankingEvaluation,
  type RankingScorer,
  type RankingSplit,
  type Ratings,
  rankingCatalogue,
  rankingEvaluationSteps,
} from '@redux/svd'
import { MODELS, type Training } from '../evaluate/models.js'
import { trainingRatings } from '../evaluate/training-ratings.js'
import type { Phases, Tell } from './phases.js'
import type { Difference, RankingJudgement } from './train-report.js'

/** Who asks: newcomers who name five songs, or users of the data for what was held back of theirs. */
export type Task = RankingJudgement['task']

/** A split of the positives, and what models may learn from on it. */
export interface Hearing {
  readonly task: Task
  readonly split: RankingSplit
  readonly positives: Ratings
  /** Every rating that is not asked for, for models of ratings. */
  readonly ratings: () => Ratings
  readonly seed: number
}

/** What a model did on a hearing. */
interface Heard {
  readonly name: string
  readonly evaluation: RankingEvaluation
}

/** Sets positives of some users aside; nothing when nobody has enough of them. */
export function hearingOf(
  task: Task,
  positives: Ratings,
  ratings: Ratings,
  seed: number,
): Hearing | undefined {
  if (positives.nUsers < 2) return undefined
  const split = task === 'new-5' ? newUsers(positives, { seed }) : knownUsers(positives, { seed })
  if (split.cases.length === 0) return undefined
  return { task, split, positives, ratings: () => trainingRatings(ratings, split), seed }
}

/**
 * Asks models that were trained on the training part of a hearing for what was set aside, beside the yardsticks that are
 * trained here: the reference's Funk SVD, and popularity.
 *
 * @param own - By name, the one that is to be served first.
 */
export async function judgeRankings(
  hearing: Hearing,
  own: ReadonlyMap<string, RankingScorer>,
  phases: Phases,
  tell: Tell,
): Promise<RankingJudgement> {
  const heard: Heard[] = []
  const hear = async (name: string, scorer: RankingScorer) =>
    heard.push({
      name,
      evaluation: await evaluate(scorer, hearing, phases, (detail) => tell(0.5, `${name} ${detail}`)),
    })
  for (const [name, scorer] of own) await hear(name, scorer)
  for (const name of ['svd', 'popularity'] as const) {
    if (own.has(name)) continue
    const { split, ratings, task, seed } = hearing
    const training = MODELS[name].train({ positives: split.train, ratings, task, seed })
    await hear(name, await finish(training, phases, (fraction) => tell(0.5 * fraction, `training ${name}`)))
  }
  return judgementOf(hearing, heard)
}

/** Runs a training to its end, giving way after every step. */
export async function finish(
  training: Training,
  phases: Phases,
  onStep: (fraction: number) => void,
): Promise<RankingScorer> {
  for (;;) {
    const { done, value } = training.next()
    if (done) return value
    onStep(value)
    await phases.breathe()
  }
}

async function evaluate(
  scorer: RankingScorer,
  { split, positives }: Hearing,
  phases: Phases,
  tell: (detail: string) => void,
): Promise<RankingEvaluation> {
  const catalogue = rankingCatalogue(positives, split.train)
  const steps = rankingEvaluationSteps(scorer, split.cases, { catalogue })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    tell(`case ${value.nDone}/${value.nCases}`)
    await phases.breathe()
  }
}

function judgementOf({ task, split }: Hearing, heard: readonly Heard[]): RankingJudgement {
  const [served, ...others] = heard
  return {
    task,
    nCases: split.cases.length,
    models: heard.map(({ name, evaluation: { perCase, coverage } }) => ({
      name,
      ndcg: boundsOf(meanInterval(perCase.ndcg)),
      recall: boundsOf(meanInterval(perCase.recall)),
      popularity: boundsOf(meanInterval(perCase.popularity)),
      coverage,
    })),
    against: others.map(({ name, evaluation }) => {
      const { difference, pValue } = comparePaired(served.evaluation.perCase.ndcg, evaluation.perCase.ndcg)
      return { name, ndcg: boundsOf(difference), pValue: pValue.wilcoxon }
    }),
  }
}

/** The seeds of a case as weights by row. */
export function weightsOf(
  { query }: RankingCase,
  rowOf: (item: string) => number | undefined,
): Map<number, number> {
  const weights = new Map<number, number>()
  for (const { item, weight = 1 } of query.seeds) {
    const row = rowOf(String(item))
    if (row !== undefined) weights.set(row, weight)
  }
  return weights
}

function boundsOf({ mean, low, high }: MeanInterval): Difference {
  return { mean, low, high }
}
