import { z } from 'zod'

// The rules fields of bodies and queries obey, with the types and sentences clients of the service know, and with
// the JSON Schema that tells them in the document: JSON Schema cannot see into what is checked by a function.

/** Reports a broken rule; `type` is the stable word of a `ValidationProblem`. */
function refuse(context: z.RefinementCtx, type: string, message: string): never {
  context.addIssue({ code: 'custom', message, params: { type } })
  return z.NEVER
}

/** What a field must be, told once: to the check, to the client that broke it, and to the document. */
interface Rule<Value> {
  readonly holds: (value: Value) => boolean
  readonly type: string
  readonly message: string
  readonly inDocument: Readonly<Record<string, number>>
}

/** A field with further rules, all of which are checked. */
function obeying<Field extends z.ZodType>(field: Field, ...rules: readonly Rule<z.output<Field>>[]): Field {
  const checked = field.superRefine((value, context) => {
    for (const { holds, type, message } of rules) if (!holds(value)) refuse(context, type, message)
  })
  return checked.meta(Object.assign({}, ...rules.map((rule) => rule.inDocument)))
}

/** Any text. */
export const text = z.string()

const wellFormed: Rule<string> = {
  holds: (value) => !/\p{Surrogate}/u.test(value),
  type: 'string_unicode',
  message: 'Input should be a valid string, unable to parse raw data as a unicode string',
  inDocument: {},
}

const withoutNul: Rule<string> = {
  holds: (value) => !value.includes('\0'),
  type: 'string_nul',
  message: 'String should not contain the character NUL',
  inDocument: {},
}

const longEnough = (min: number): Rule<string> => ({
  holds: (value) => [...value].length >= min,
  type: 'string_too_short',
  message: `String should have at least ${min} characters`,
  inDocument: { minLength: min },
})

const shortEnough = (max: number): Rule<string> => ({
  holds: (value) => [...value].length <= max,
  type: 'string_too_long',
  message: `String should have at most ${max} characters`,
  inDocument: { maxLength: max },
})

/**
 * Text of `min` to `max` characters, counted as people do: an emoji outside the basic plane is one. Half a
 * surrogate pair is refused, since it would be stored as another character, and NUL, which not every database stores.
 */
export function boundedText(min: number, max: number) {
  return obeying(text, wellFormed, withoutNul, longEnough(min), shortEnough(max))
}

/** What a text that is not a whole number is refused with. */
export const NOT_DIGITS = {
  type: 'int_parsing',
  msg: 'Input should be a valid integer, unable to parse string as an integer',
}

/** A whole number, also when spelled in digits: queries have nothing else, and clients send both in bodies. */
export const integer = z
  .unknown()
  .transform((value, context): number => {
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
    return refuse(context, NOT_DIGITS.type, NOT_DIGITS.msg)
  })
  .meta({ type: 'integer' })

const atLeast = (min: number): Rule<number> => ({
  holds: (value) => value >= min,
  type: 'greater_than_equal',
  message: `Input should be greater than or equal to ${min}`,
  inDocument: { minimum: min },
})

const atMost = (max: number): Rule<number> => ({
  holds: (value) => value <= max,
  type: 'less_than_equal',
  message: `Input should be less than or equal to ${max}`,
  inDocument: { maximum: max },
})

/** How many results: `fallback` when absent, refused outside `min` … `max`. */
export function limit({ min, max, fallback }: { min: number; max: number; fallback: number }) {
  return obeying(integer, atLeast(min), atMost(max)).default(fallback)
}

/** How many results: `fallback` when absent, refused below 1, and never more than `cap` whatever is asked. */
export function cappedLimit({ cap, fallback }: { cap: number; fallback: number }) {
  const counted = obeying(integer, atLeast(1)).meta({
    description: `How many; more than ${cap} count as ${cap}.`,
  })
  return counted.overwrite((value) => Math.min(value, cap)).default(fallback)
}
