import { z } from 'zod'
import type { Calibration } from '../train/train-report.js'

/** What a run's report says of how honest the intervals of predicted ratings are. */
export const calibrationSchema: z.ZodType<Calibration> = z.object({
  coverage95: z.number(),
  width95: z.number(),
  levels: z.array(z.object({ level: z.number(), observed: z.number() })),
  pit: z.array(z.number()),
})
