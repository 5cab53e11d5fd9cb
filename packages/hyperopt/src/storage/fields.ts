import { HyperoptError } from '../errors.js'
import type { Json } from '../frozen-trial.js'

export function broken(message: string): HyperoptError {
  return new HyperoptError('JOURNAL_BROKEN', message)
}

/** The fields of an object that was read from a file, each of the type that is asked for, or JOURNAL_BROKEN. */
export class Fields {
  readonly #object: Readonly<Record<string, unknown>>

  constructor(value: unknown) {
    if (!isRecord(value)) throw broken('a line must hold an object of JSON')
    this.#object = value
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined
  }

  number(name: string): number {
    return this.#typed(name, 'a number', (value) => typeof value === 'number')
  }

  text(name: string): string {
    return this.#typed(name, 'a string', (value) => typeof value === 'string')
  }

  list(name: string): readonly unknown[] {
    return this.#typed(name, 'a list', Array.isArray)
  }

  numbers(name: string): readonly number[] {
    return this.#typed(name, 'a list of numbers', isNumbers)
  }

  fields(name: string): Fields {
    return new Fields(this.#typed(name, 'an object', isRecord))
  }

  /** What JSON.parse gave is JSON. */
  attrs(name: string): Readonly<Record<string, Json>> {
    return this.#typed(name, 'an object', isRecord)
  }

  record<Value>(name: string, type: 'string' | 'number'): Readonly<Record<string, Value>> {
    const areTyped = (value: unknown) =>
      isRecord(value) && Object.values(value).every((member) => typeof member === type)
    return this.#typed(name, `an object of ${type}s`, areTyped)
  }

  numberOrNull(name: string): number | null {
    return this.#isAbsent(name) ? null : this.number(name)
  }

  textOrNull(name: string): string | null {
    return this.#isAbsent(name) ? null : this.text(name)
  }

  numbersOrNull(name: string): readonly number[] | null {
    return this.#isAbsent(name) ? null : this.numbers(name)
  }

  #isAbsent(name: string): boolean {
    return this.get(name) === undefined || this.get(name) === null
  }

  #typed<Value>(name: string, type: string, holds: (value: unknown) => boolean): Value {
    const value = this.get(name)
    if (!holds(value)) throw broken(`${name} must be ${type}, got ${JSON.stringify(value) ?? 'nothing'}`)
    return value as Value
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((member) => typeof member === 'number')
}
