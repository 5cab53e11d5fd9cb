import { z } from 'zod'
import { EVALUATION_FORMAT_VERSION } from '../evaluate/report.js'
import { intervalSchema, maybeNumber } from './interval.js'

/** The part of an evaluation's JSON that a report shows. */
export const evaluationSchema = z.object({
  kind: z.literal('evaluation'),
  formatVersion: z.literal(EVALUATION_FORMAT_VERSION),
  libraryVersion: z.string(),
  createdAt: z.string(),
  data: z.object({
    name: z.string(),
    sha256: z.string(),
    kind: z.enum(['plays', 'ratings']),
    rows: z.number(),
    pairs: z.number(),
    users: z.number(),
    items: z.number(),
    positives: z.number(),
  }),
  protocol: z.object({
    task: z.string(),
    description: z.string(),
    seed: z.number(),
    nCases: z.number(),
    nUsers: z.number(),
    catalogueSize: z.number(),
    k: z.number(),
    recallK: z.number(),
  }),
  models: z
    .array(
      z.object({
        name: z.string(),
        description: z.string(),
        metrics: z.object({ ndcg: intervalSchema, recall: intervalSchema, popularity: intervalSchema }),
        coverage: z.number(),
      }),
    )
    .min(1),
  baseline: z.string(),
  comparisons: z.array(
    z.object({
      model: z.string(),
      metric: z.string(),
      difference: intervalSchema,
      corrected: z.object({ t: maybeNumber }),
    }),
  ),
})

/** An evaluation, as `redux evaluate --json` prints it. */
export type Evaluation = Readonly<z.infer<typeof evaluationSchema>>
