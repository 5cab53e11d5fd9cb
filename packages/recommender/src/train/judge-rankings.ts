import {
  comparePaired,
  knownUsers,
  type MeanInterval,
  meanInterval,
  newUsers,
  type Query,
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

/** Asks models that were trained on the training part of a hearing for what was set aside, all for the same. */
export class RankingJudge {
  readonly #hearing: Hearing
  readonly #phases: Phases
  readonly #tell: Tell
  readonly #heard = new Map<string, RankingEvaluation>()

  constructor(hearing: Hearing, phases: Phases, tell: Tell) {
    this.#hearing = hearing
    this.#phases = phases
    this.#tell = tell
  }

  async hear(name: string, scorer: RankingScorer): Promise<void> {
    const { split, positives } = this.#hearing
    const catalogue = rankingCatalogue(positives, split.train)
    const steps = rankingEvaluationSteps(scorer, split.cases, { catalogue })
    for (;;) {
      const { done, value } = steps.next()
      if (done) {
        this.#heard.set(name, value)
        return
      }
      this.#tell(value.nDone / value.nCases, `${name} case ${value.nDone}/${value.nCases}`)
      await this.#phases.breathe()
    }
  }

  /** Trains and hears what every model is measured by: the reference's Funk SVD, and popularity. */
  async hearYardsticks(): Promise<void> {
    const { split, ratings, task, seed } = this.#hearing
    for (const name of ['svd', 'popularity'] as const) {
      const training = MODELS[name].train({ positives: split.train, ratings, task, seed })
      const onStep = (fraction: number) => this.#tell(fraction, `training ${name}`)
      await this.hear(name, await finish(training, this.#phases, onStep))
    }
  }

  /** Whether the 95 % interval of the differences in NDCG says that one is better than the other. */
  isClearlyBetter(one: string, other: string): boolean {
    const ndcg = (name: string) => this.#heard.get(name)!.perCase.ndcg
    return comparePaired(ndcg(one), ndcg(other)).difference.low > 0
  }

  /**
   * @param served - Which of those heard is served; it comes first.
   * @param label - What it is called then.
   */
  judgement(served: string, label: string): RankingJudgement {
    const own = this.#heard.get(served)!
    const others = [...this.#heard].filter(([name]) => name !== served)
    const all: [string, RankingEvaluation][] = [[label, own], ...others]
    return {
      task: this.#hearing.task,
      nCases: this.#hearing.split.cases.length,
      models: all.map(([name, { perCase, coverage }]) => ({
        name,
        ndcg: boundsOf(meanInterval(perCase.ndcg)),
        recall: boundsOf(meanInterval(perCase.recall)),
        popularity: boundsOf(meanInterval(perCase.popularity)),
        coverage,
      })),
      against: others.map(([name, { perCase }]) => {
        const { difference, pValue } = comparePaired(own.perCase.ndcg, perCase.ndcg)
        return { name, ndcg: boundsOf(difference), pValue: pValue.wilcoxon }
      }),
    }
  }
}

/** Runs a training to its end, giving way after every step. */
async function finish(
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

/** Seeds as weights by row. */
export function weightsOf(query: Query, rowOf: (item: string) => number | undefined): Map<number, number> {
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
