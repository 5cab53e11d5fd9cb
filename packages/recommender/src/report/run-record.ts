import { z } from 'zod'
import { calibrationSchema } from './calibration.js'
import { intervalSchema, maybeNumber } from './interval.js'

const foldScoresSchema = z.object({
  rmse: z.array(maybeNumber),
  mae: z.array(maybeNumber),
  meanRmse: maybeNumber,
  meanMae: maybeNumber,
})

/** The part of a run's `report.json` that a report shows. */
export const runReportSchema = z.object({
  crossValidation: z
    .object({
      name: z.string(),
      folds: z.number(),
      model: foldScoresSchema,
      globalMean: foldScoresSchema,
      biasOnly: foldScoresSchema,
    })
    .optional(),
  calibration: calibrationSchema.optional(),
  rankings: z
    .array(
      z.object({
        task: z.string(),
        nCases: z.number(),
        models: z
          .array(
            z.object({
              name: z.string(),
              ndcg: intervalSchema,
              recall: intervalSchema,
              popularity: intervalSchema,
              coverage: maybeNumber,
            }),
          )
          .min(1),
        against: z.array(z.object({ name: z.string(), ndcg: intervalSchema, pValue: maybeNumber })),
      }),
    )
    .optional(),
  variety: z
    .array(
      z.object({
        relevanceWeight: z.number(),
        ndcg: maybeNumber,
        lost: intervalSchema,
        diversity: maybeNumber,
      }),
    )
    .optional(),
  tuning: z
    .object({ nTrials: z.number(), bestRmse: z.number().optional(), bestNdcg: z.number().optional() })
    .optional(),
  seconds: z.array(z.object({ phase: z.string(), seconds: z.number() })),
  peakMemoryBytes: z.number(),
})

/** What a training run found, as far as a report shows it. */
export type RunReport = Readonly<z.infer<typeof runReportSchema>>

/** One value of a metric. */
export interface MetricPoint {
  readonly step: number
  readonly value: number
}

/** A training run, as a tracker recorded it. */
export interface RunRecord {
  readonly id: string
  /** By name; in the order they were recorded. */
  readonly metrics: ReadonlyMap<string, readonly MetricPoint[]>
  /** Absent where the run did not come to its end. */
  readonly report?: RunReport
}
