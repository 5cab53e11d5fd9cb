import { checkKeys, checkOption } from './options.js'

/** What a categorical parameter may be. */
export type CategoricalChoice = string | number | boolean | null

/** A value of a parameter. */
export type ParameterValue = CategoricalChoice

/** Integers from `low` to `high`, both included, `step` apart from `low` on. */
export interface IntDistribution {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  readonly log: boolean
  readonly step: number
}

/** Numbers from `low` to `high`, both included; with a `step`, those that are whole steps above `low`. */
export interface FloatDistribution {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  readonly log: boolean
  /** `null` where every number of the range is allowed. */
  readonly step: number | null
}

/** One of a list of values without an order. */
export interface CategoricalDistribution {
  readonly kind: 'categorical'
  readonly choices: readonly CategoricalChoice[]
}

/** The range of a parameter. Frozen. */
export type Distribution = IntDistribution | FloatDistribution | CategoricalDistribution

/** How a number is to be chosen from its range. */
export interface RangeOptions {
  /**
   * Whether ratios matter rather than differences: 0.001 to 0.01 is then as wide as 0.1 to 1. Needs `low` > 0, and
   * excludes `step`. @defaultValue false
   */
  readonly log?: boolean
  /**
   * Distance between neighbouring values, > 0. Where it does not divide the range, the values end at the last one
   * not above `high`. @defaultValue 1 for integers, none for other numbers
   */
  readonly step?: number
}

const RANGE_OPTIONS = ['log', 'step']

/** @throws {@link HyperoptError} INVALID_OPTION for a range that is empty, unbounded or contradicts itself. */
export function intDistribution(
  name: string,
  low: number,
  high: number,
  options: RangeOptions,
): IntDistribution {
  checkKeys('suggestInt', options, RANGE_OPTIONS)
  const { log = false, step = 1 } = options
  checkOption(Number.isSafeInteger(low), `low of ${name}`, 'a safe integer', low)
  checkOption(Number.isSafeInteger(high) && high >= low, `high of ${name}`, `a safe integer >= ${low}`, high)
  checkOption(Number.isSafeInteger(high - low), `high of ${name}`, `less than 2^53 above ${low}`, high)
  checkOption(Number.isSafeInteger(step) && step >= 1, `step of ${name}`, 'an integer >= 1', step)
  checkOption(typeof log === 'boolean', `log of ${name}`, 'a boolean', log)
  checkOption(!log || low >= 1, `low of ${name}`, 'at least 1 with log', low)
  checkOption(!log || step === 1, `step of ${name}`, '1 with log', step)
  return Object.freeze({ kind: 'int', low: withPlainZero(low), high: withPlainZero(high), log, step })
}

/** @throws {@link HyperoptError} INVALID_OPTION for a range that is empty, unbounded or contradicts itself. */
export function floatDistribution(
  name: string,
  low: number,
  high: number,
  options: RangeOptions,
): FloatDistribution {
  checkKeys('suggestFloat', options, RANGE_OPTIONS)
  const { log = false, step = null } = options
  checkOption(Number.isFinite(low), `low of ${name}`, 'a finite number', low)
  checkOption(Number.isFinite(high) && high >= low, `high of ${name}`, `a finite number >= ${low}`, high)
  checkOption(typeof log === 'boolean', `log of ${name}`, 'a boolean', log)
  checkOption(!log || low > 0, `low of ${name}`, 'above 0 with log', low)
  if (step !== null) {
    checkOption(Number.isFinite(step) && step > 0, `step of ${name}`, 'a finite number > 0', step)
    checkOption(!log, `step of ${name}`, 'absent with log', step)
    const isCountable = (high - low) / step < 2 ** 32 && quotientError(low, high, step) < 0.5
    checkOption(isCountable, `step of ${name}`, 'large enough for less than 2^32 values that differ', step)
  }
  return Object.freeze({ kind: 'float', low: withPlainZero(low), high: withPlainZero(high), log, step })
}

/** @throws {@link HyperoptError} INVALID_OPTION for no choices, or choices that are equal or of another type. */
export function categoricalDistribution(
  name: string,
  choices: readonly CategoricalChoice[],
): CategoricalDistribution {
  checkOption(Array.isArray(choices), `choices of ${name}`, 'an array', choices)
  checkOption(choices.length > 0, `choices of ${name}`, 'at least one', choices)
  for (const choice of choices)
    checkOption(
      choice === null || typeof choice === 'string' || typeof choice === 'boolean' || Number.isFinite(choice),
      `every choice of ${name}`,
      'a string, a finite number, a boolean or null',
      choice,
    )
  checkOption(new Set(choices).size === choices.length, `choices of ${name}`, 'all different', choices)
  return Object.freeze({ kind: 'categorical', choices: Object.freeze(choices.map(withPlainZero)) })
}

/** Makes -0 zero: a study read back from a journal would hold zero, because JSON has one only. */
function withPlainZero<T extends CategoricalChoice>(value: T): T {
  return value === 0 ? (0 as T) : value
}

/** How many values a range on a grid holds. */
export function gridSize({ kind, low, high }: IntDistribution | FloatDistribution, step: number): number {
  // Exact, where a quotient of large integers might round up.
  if (kind === 'int') return (high - low - ((high - low) % step)) / step + 1
  // 0.3 / 0.1 falls short of 3 by rounding; a grid point that close to `high` is meant to be in the range.
  return Math.floor((high - low) / step + quotientError(low, high, step)) + 1
}

/**
 * How far (high - low) / step may lie from the quotient of the decimal numbers that were meant: each end, the step,
 * the difference and the quotient are rounded by 2^-53 of their size at most.
 */
function quotientError(low: number, high: number, step: number): number {
  return (Math.abs(low) * 2 ** -51 + Math.abs(high) * 2 ** -51) / step
}

/** Value number `i` of a grid, which rounding never carries past `high`. */
export function gridValue(
  { low, high }: IntDistribution | FloatDistribution,
  step: number,
  i: number,
): number {
  return Math.min(low + i * step, high)
}

/** Whether a value lies in the range, on its grid if it has one. */
export function contains(distribution: Distribution, value: ParameterValue): boolean {
  if (distribution.kind === 'categorical') return distribution.choices.includes(value)
  const { low, high, step } = distribution
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false
  if (step === null) return true
  const i = Math.round((value - low) / step)
  return i < gridSize(distribution, step) && value === gridValue(distribution, step, i)
}

/** Whether two ranges are the same in every respect, choices in the same order. */
export function sameDistribution(a: Distribution, b: Distribution): boolean {
  if (a.kind === 'categorical' || b.kind === 'categorical')
    return (
      a.kind === 'categorical' &&
      b.kind === 'categorical' &&
      a.choices.length === b.choices.length &&
      a.choices.every((choice, i) => choice === b.choices[i])
    )
  return a.kind === b.kind && a.low === b.low && a.high === b.high && a.log === b.log && a.step === b.step
}

/** A range in words, for messages. */
export function describeDistribution(distribution: Distribution): string {
  if (distribution.kind === 'categorical') return `one of ${JSON.stringify(distribution.choices)}`
  const { kind, low, high, log, step } = distribution
  return `${kind} in ${low}..${high}${log ? ' by ratio' : ''}${step === null ? '' : ` in steps of ${step}`}`
}
