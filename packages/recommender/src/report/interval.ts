import { z } from 'zod'

/** A mean with its 95 % interval; NaN bounds where there is none. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** A number that JSON may hold as `null`, for it has no NaN. */
export const maybeNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN)

export const intervalSchema = z.object({ mean: maybeNumber, low: maybeNumber, high: maybeNumber })
