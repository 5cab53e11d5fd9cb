import { z } from 'zod'

// The rules fields of bodies and queries obey, with the types and sentences clients of the service know.

/** Reports a broken rule; `type` is the stable word of a `ValidationProblem`. */
function refuse(context: z.RefinementCtx, type: string, message: string): never {
  context.addIssue({ code: 'custom', message, params: { type } })
  return z.NEVER
}

/** Any text. */
export const text = z.string()

/**
 * Text of `min` to `max` characters, counted as people do: an emoji outside the basic plane is one. Half a
 * surrogate pair is refused, since it would be stored as another character.
 */
export function boundedText(min: number, max: number) {
  return text.superRefine((value, context) => {
    const length = [...value].length
    if (/\p{Surrogate}/u.test(value))
      refuse(
        context,
        'string_unicode',
        'Input should be a valid string, unable to parse raw data as a unicode string',
      )
    if (length < min) refuse(context, 'string_too_short', `String should have at least ${min} characters`)
    if (length > max) refuse(context, 'string_too_long', `String should have at most ${max} characters`)
  })
}

/** A whole number, also when spelled in digits: queries have nothing else, and clients send both in bodies. */
export const integer = z.unknown().transform((value, context): number => {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value
    return refuse(
      context,
      'int_from_float',
      'Input should be a valid integer, got a number with a fractional part',
    )
  }
  if (typeof value !== 'string') return refuse(context, 'int_type', 'Input should be a valid integer')
  const number = /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  return refuse(
    context,
    'int_parsing',
    'Input should be a valid integer, unable to parse string as an integer',
  )
})

const atLeast = (min: number) => (value: number, context: z.RefinementCtx) => {
  if (value < min) refuse(context, 'greater_than_equal', `Input should be greater than or equal to ${min}`)
}

/** How many results: `fallback` when absent, refused outside `min` … `max`. */
export function limit({ min, max, fallback }: { min: number; max: number; fallback: number }) {
  const bounded = integer.superRefine(atLeast(min)).superRefine((value, context) => {
    if (value > max) refuse(context, 'less_than_equal', `Input should be less than or equal to ${max}`)
  })
  return bounded.default(fallback)
}

/** How many results: `fallback` when absent, refused below 1, and never more than `cap` whatever is asked. */
export function cappedLimit({ cap, fallback }: { cap: number; fallback: number }) {
  return integer
    .superRefine(atLeast(1))
    .transform((value) => Math.min(value, cap))
    .default(fallback)
}
