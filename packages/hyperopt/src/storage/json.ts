import type { Json } from '../frozen-trial.js'
import { checkOption } from '../options.js'
import { fromJsonLine, toJsonLine } from './json-line.js'

/**
 * A copy of a value as it would come back from a file, which nobody else can change.
 *
 * @throws {@link HyperoptError} INVALID_OPTION if `value` holds what JSON cannot say.
 */
export function copyOfJson(name: string, value: Json): Json {
  checkOption(isJson(value), name, 'what JSON can say', value)
  return frozen(fromJsonLine(toJsonLine(value)) as Json)
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson)
}

function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}
