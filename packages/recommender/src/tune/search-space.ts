import type { Trial } from '@redux/hyperopt'

/** What a parameter may be: numbers from `low` to `high`, both included, or one of some choices. */
export type ParameterRange =
  | {
      readonly kind: 'int' | 'float'
      readonly low: number
      readonly high: number
      /** Whether ratios matter rather than differences. */
      readonly log?: true
      readonly step?: number
    }
  | { readonly kind: 'choice'; readonly choices: readonly (number | string)[] }

/** What is searched, by the name of the parameter. */
export type SearchSpace = Readonly<Record<string, ParameterRange>>

/** A point of a {@link SearchSpace}. */
export type TunedParameters = Readonly<Record<string, number | string>>

/** Asks a trial for a point of the space. */
export function suggest(trial: Trial, space: SearchSpace): TunedParameters {
  return Object.fromEntries(Object.entries(space).map(([name, range]) => [name, chosen(trial, name, range)]))
}

function chosen(trial: Trial, name: string, range: ParameterRange): number | string {
  if (range.kind === 'choice') return trial.suggestCategorical(name, range.choices)
  const { kind, low, high, ...options } = range
  return kind === 'int'
    ? trial.suggestInt(name, low, high, options)
    : trial.suggestFloat(name, low, high, options)
}

/** A range in words, such as `20 to 100` or `cosine, bm25`. */
export function describeRange(range: ParameterRange): string {
  if (range.kind === 'choice') return range.choices.join(', ')
  const { low, high, log, step } = range
  return `${low} to ${high}${step === undefined ? '' : ` by ${step}`}${log ? ', by ratio' : ''}`
}

/** Parameters in words, such as `nFactors 64, regularization 0.0213`. */
export function describeParameters(parameters: TunedParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${shortened(value)}`)
    .join(', ')
}

/** A value with four digits that count, which is more than any of them matters. */
export function shortened(value: number | string): string {
  return typeof value === 'string' ? value : String(Number(value.toPrecision(4)))
}
