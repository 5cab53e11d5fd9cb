import type { Evaluation } from './evaluation.js'
import type { Interval } from './interval.js'
import type { RunReport } from './run-record.js'
import type { ReportSources } from './sources.js'

/** Models that were asked the same, whoever asked: a training run or an evaluation. */
export interface Comparison {
  /** What was asked, for headings. */
  readonly title: string
  readonly nCases: number
  readonly metric: string
  readonly recall: string
  readonly models: readonly {
    readonly name: string
    readonly ndcg: Interval
    readonly recall: Interval
    readonly popularity: Interval
    readonly coverage: number
  }[]
  /** The model that the run trained; an evaluation has none. */
  readonly trained?: string
  /** What {@link differences} are differences of, in words. */
  readonly against: string
  /** NDCG of two models, case by case. */
  readonly differences: readonly {
    readonly name: string
    readonly ndcg: Interval
    readonly pValue: number
  }[]
}

const TASKS: Readonly<Record<string, string>> = {
  'new-5': 'Newcomers who name five songs',
  known: 'Known users, asked for what was held back',
}

/** Every comparison that there is, those of the run first. */
export function comparisonsOf({ run, evaluation }: ReportSources): Comparison[] {
  const judged = run?.report?.rankings ?? []
  return [...judged.map(ofRun), ...(evaluation ? [ofEvaluation(evaluation)] : [])]
}

function ofRun({ task, nCases, models, against }: NonNullable<RunReport['rankings']>[number]): Comparison {
  return {
    title: TASKS[task] ?? task,
    nCases,
    metric: 'NDCG@10',
    recall: 'Recall@20',
    models,
    trained: models[0]!.name,
    against: `${models[0]!.name} less the other`,
    differences: against.map((other) => ({ ...other, name: `${models[0]!.name} − ${other.name}` })),
  }
}

function ofEvaluation({ data, protocol, models, baseline, comparisons }: Evaluation): Comparison {
  return {
    title: `Evaluation on ${data.name}, task ${protocol.task}`,
    nCases: protocol.nCases,
    metric: `NDCG@${protocol.k}`,
    recall: `Recall@${protocol.recallK}`,
    models: models.map(({ name, metrics, coverage }) => ({ name, coverage, ...metrics })),
    against: `the model less ${baseline}`,
    differences: comparisons
      .filter(({ metric }) => metric === 'ndcg')
      .map(({ model, difference, corrected }) => ({
        name: `${model} − ${baseline}`,
        ndcg: difference,
        pValue: corrected.t,
      })),
  }
}
