import { type RankingEvaluation, type Ratings, rankingEvaluationSteps } from '@redux/svd'
import type { Tell } from '../train/phases.js'
import { MODELS, type ModelName } from './models.js'
import type { Prepared } from './prepare.js'
import { CASE_METRICS, type ReportedMetric } from './report.js'
import { trainingRatings } from './training-ratings.js'

/** What one model did on all splits. */
export interface ModelResult {
  readonly name: ModelName
  /** Length of the lists that are judged, and of those that recall is taken of. */
  readonly k: number
  readonly recallK: number
  /** By case, over all splits in order. */
  readonly perCase: Readonly<Record<ReportedMetric, Float64Array>>
  readonly coverage: number
  readonly gini: number
  readonly seconds: { readonly fit: number; readonly score: number }
}

/** What evaluating a model is told beside the splits. */
export interface ModelJob {
  readonly seed: number
  /** Every rating of the data, made when a model wants it. */
  readonly allRatings: () => Ratings
  readonly tell: Tell
  /** Called between two steps: lets others have their turn, or throws to stop. */
  readonly breathe: () => Promise<void>
}

/** Trains a model on every split and asks it for the cases. */
export async function evaluateModel(
  name: ModelName,
  { splits, task }: Prepared,
  { seed, allRatings, tell, breathe }: ModelJob,
): Promise<ModelResult> {
  const evaluations: RankingEvaluation[] = []
  const seconds = { fit: 0, score: 0 }
  for (const [n, split] of splits.entries()) {
    const tellSplit = (fraction: number, detail: string) =>
      tell((n + fraction) / splits.length, `split ${n + 1}/${splits.length} ${detail}`)
    const ratings = () => trainingRatings(allRatings(), split)
    const training = MODELS[name].train({ positives: split.train, ratings, task, seed })
    const trained = await run(
      training,
      (fraction) => tellSplit(fraction / 2, `training ${Math.round(fraction * 100)} %`),
      breathe,
    )
    const asking = await run(
      rankingEvaluationSteps(trained.result, split.cases, { catalogue: split.catalogue }),
      ({ nDone, nCases }) => tellSplit(0.5 + nDone / nCases / 2, `case ${nDone}/${nCases}`),
      breathe,
    )
    evaluations.push(asking.result)
    seconds.fit += trained.seconds
    seconds.score += asking.seconds
  }
  return { name, ...together(evaluations), seconds }
}

/** Runs a generator to its end, telling of every step. @returns Its result, and the seconds it took itself. */
async function run<Step, Result>(
  steps: Generator<Step, Result, undefined>,
  onStep: (step: Step) => void,
  breathe: () => Promise<void>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  let milliseconds = 0
  for (;;) {
    const start = performance.now()
    const { done, value } = steps.next()
    milliseconds += performance.now() - start
    if (done) return { result: value, seconds: milliseconds / 1000 }
    onStep(value)
    await breathe()
  }
}

function together(evaluations: readonly RankingEvaluation[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const values = (metric: ReportedMetric) =>
    Float64Array.from(evaluations.flatMap(({ perCase }) => [...perCase[metric]]))
  const [{ k, recallK }] = evaluations
  return {
    k,
    recallK,
    perCase: Object.fromEntries(CASE_METRICS.map((metric) => [metric, values(metric)])) as Record<
      ReportedMetric,
      Float64Array
    >,
    coverage: mean(evaluations.map(({ coverage }) => coverage)),
    gini: mean(evaluations.map(({ gini }) => gini)),
  }
}
