import type { CategoricalChoice, Distribution, ParameterValue } from '../distribution.js'
import { broken, Fields } from './fields.js'

/** A range as the JSON text that a journal has for it. */
export function distributionToJson(distribution: Distribution): string {
  if (distribution.kind === 'categorical')
    return JSON.stringify({ name: 'CategoricalDistribution', attributes: { choices: distribution.choices } })
  const { kind, low, high, log, step } = distribution
  const name = kind === 'int' ? 'IntDistribution' : 'FloatDistribution'
  return JSON.stringify({ name, attributes: { log, step, low, high } })
}

/** What Optuna before 3.0 called its ranges, with the flag that each name stood for. */
const OLD_NAMES: Readonly<Record<string, { readonly name: string; readonly log: boolean }>> = {
  UniformDistribution: { name: 'FloatDistribution', log: false },
  LogUniformDistribution: { name: 'FloatDistribution', log: true },
  DiscreteUniformDistribution: { name: 'FloatDistribution', log: false },
  IntUniformDistribution: { name: 'IntDistribution', log: false },
  IntLogUniformDistribution: { name: 'IntDistribution', log: true },
}

/** @throws {@link HyperoptError} JOURNAL_BROKEN if it is no range, or one of a kind that is not known. */
export function distributionFromJson(text: string): Distribution {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw broken('distribution must be a string that holds JSON')
  }
  const fields = new Fields(parsed)
  const given = fields.text('name')
  const { name, log: alwaysLog } = OLD_NAMES[given] ?? { name: given, log: false }
  const attributes = fields.fields('attributes')
  if (name === 'CategoricalDistribution')
    return Object.freeze({ kind: 'categorical', choices: Object.freeze(choicesOf(attributes)) })
  const low = attributes.number('low')
  const high = attributes.number('high')
  const log = alwaysLog || attributes.get('log') === true
  const step = attributes.numberOrNull('step') ?? attributes.numberOrNull('q')
  if (name === 'IntDistribution') return Object.freeze({ kind: 'int', low, high, log, step: step ?? 1 })
  if (name === 'FloatDistribution') return Object.freeze({ kind: 'float', low, high, log, step })
  throw broken(`distribution has the unknown name ${JSON.stringify(given)}`)
}

function choicesOf(attributes: Fields): CategoricalChoice[] {
  return attributes.list('choices').map((choice) => {
    if (choice === null || ['string', 'number', 'boolean'].includes(typeof choice))
      return choice as CategoricalChoice
    throw broken('every choice must be a string, a number, a boolean or null')
  })
}

/** A value as the number that a journal has for it: the index of a choice, or the number itself. */
export function toInternal(distribution: Distribution, value: ParameterValue): number {
  return distribution.kind === 'categorical' ? distribution.choices.indexOf(value) : Number(value)
}

/** The value that a journal's number stands for; it may lie outside the range. */
export function fromInternal(distribution: Distribution, internal: number): ParameterValue {
  if (distribution.kind === 'int') return Math.trunc(internal)
  if (distribution.kind === 'float') return internal
  const choice = distribution.choices[internal]
  if (choice === undefined) throw broken(`there is no choice ${internal}`)
  return choice
}
