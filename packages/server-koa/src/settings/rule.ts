import { z } from 'zod'

/** One setting: how its environment variable is read, and what the README says of it. */
export interface SettingRule<T> {
  /** Used when the variable is unset or empty. */
  readonly fallback: T
  /** How the fallback reads in the README. */
  readonly fallbackText: string
  /** Completes the sentence "it must be …". */
  readonly allowed: string
  readonly meaning: string
  /** Never shown in a message. */
  readonly secret?: boolean
  readonly schema: z.ZodType<T, string>
}

/** A rule with the exact type of its setting. */
export const rule = <T>(definition: SettingRule<T>): SettingRule<T> => definition

/** A whole number. Only plain decimal digits are one: `8_000`, `0x1F40`, `1e3` and ` 24` are refused, not guessed. */
export function wholeNumber(
  fallback: number,
  min: number,
  max: number,
  meaning: string,
): SettingRule<number> {
  return {
    fallback,
    fallbackText: `\`${fallback}\``,
    allowed: `a whole number from ${min} to ${max}`,
    meaning,
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max)),
  }
}

/** A number with or without a decimal point. */
export const decimalNumber = (range: z.ZodNumber) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(range)

/** The address of a service, without a slash at the end. */
export function baseUrl(fallback: string, meaning: string): SettingRule<string> {
  return {
    fallback,
    fallbackText: `\`${fallback}\``,
    allowed: 'an address such as https://api.example, without a slash at the end',
    meaning,
    schema: z.string().refine((text) => isUrl(text, /^https?:$/) && !text.endsWith('/')),
  }
}

/** Whether a text is an address of one of the protocols, spelled with a colon. */
export function isUrl(text: string, protocol: RegExp): boolean {
  return URL.canParse(text) && protocol.test(new URL(text).protocol)
}

/** Texts separated by commas, blanks around them dropped. */
export const commaSeparated = z.string().transform((text) => text.split(',').map((part) => part.trim()))
