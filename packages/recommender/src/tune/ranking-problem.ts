import {
  knownUsers,
  meanInterval,
  newUsers,
  type RankingEvaluation,
  type RankingScorer,
  type RankingSplit,
  type Ratings,
  rankingCatalogue,
  rankingEvaluationSteps,
} from '@redux/svd'
import { RecommenderError } from '../errors.js'
import type { Task } from '../evaluate/evaluate-options.js'
import { withTask } from '../evaluate/splits.js'
import type { Problem, ProblemOptions, Work } from './problem.js'
import { runTraining } from './run-training.js'
import type { TunedRankingModel } from './tuned-models.js'

/** Good rankings: NDCG@10 for what is held out of the positives, in the same draws for all parameters. */
export function rankingProblem(
  model: TunedRankingModel,
  positives: Ratings,
  { task, folds, seed }: ProblemOptions & { readonly task: Task },
): Pick<Problem, 'metric' | 'task' | 'direction' | 'values'> {
  const splits = Array.from({ length: folds }, (_, n) => splitOf(positives, task, seed + n))
  return {
    metric: 'ndcg',
    task,
    direction: 'maximize',
    async *values(parameters, { tell, breathe }) {
      for (const [n, split] of splits.entries()) {
        const tellTraining = (fraction: number) => tell((n + fraction * 0.7) / folds)
        const training = model.train(split.train, parameters, seed)
        const scorer = await runTraining(training, { tell: tellTraining, breathe })
        const tellAsking = (fraction: number) => tell((n + 0.7 + fraction * 0.3) / folds)
        const { perCase } = await ask(scorer, positives, split, { tell: tellAsking, breathe })
        yield meanInterval(perCase.ndcg).mean
      }
    },
  }
}

/** Holds out users, or positives of each user, as the task wants it. */
function splitOf(positives: Ratings, task: Task, seed: number): RankingSplit {
  const nobody = (): never => {
    throw new RecommenderError(
      'EMPTY_DATA',
      `the task ${task} leaves nobody to ask for: no held-out user has enough positives`,
    )
  }
  if (positives.nUsers < 2) nobody()
  const split = task === 'known' ? knownUsers(positives, { seed }) : newUsers(positives, { seed })
  return split.cases.length === 0 ? nobody() : withTask(split, task)
}

/** Asks for all cases and gives way after every batch. */
async function ask(
  scorer: RankingScorer,
  positives: Ratings,
  { train, cases }: RankingSplit,
  { tell, breathe }: Work,
): Promise<RankingEvaluation> {
  const steps = rankingEvaluationSteps(scorer, cases, { catalogue: rankingCatalogue(positives, train) })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    tell(value.nDone / value.nCases)
    await breathe()
  }
}
