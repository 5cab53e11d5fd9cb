import { InvalidArgumentError } from 'commander'
import type { CsvColumns } from '../../index.js'

/** A parser for an option that takes a whole number in `min..max`, written in digits. */
export function integerIn(min: number, max: number, also?: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const inRange = (value >= min && value <= max) || value === also
    if (/^\d+$/.test(text) && inRange) return value
    const rule = also === undefined ? `${min}..${max}` : `${min}..${max}, or ${also}`
    throw new InvalidArgumentError(`It must be an integer in ${rule}.`)
  }
}

/** A parser for an option that takes a number from `min` to `max`, such as `0.005` or `5e-3`. */
export function numberIn(min: number, max: number, minExcluded: boolean): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const inRange = value <= max && (minExcluded ? value > min : value >= min)
    if (/^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) && inRange) return value
    throw new InvalidArgumentError(`It must be a number ${minExcluded ? '>' : '>='} ${min} and <= ${max}.`)
  }
}

/** A value that must be there: an empty one often comes of a variable of the shell that is not set. */
export function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return text
}

/** Gathers the values of an option that may be given more than once. */
export function gather(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), notEmpty(text)]
}

/** Reads `user=<header>,item=<header>,rating=<header>`; which roles there are and go together is `train`'s to check. */
export function parseColumns(text: string): CsvColumns {
  const columns = new Map<string, string>()
  for (const part of text.split(',')) {
    const [, role = '', header = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(part) ?? []
    if (role === '' || header === '')
      throw new InvalidArgumentError(`Expected <role>=<header>, got "${part}".`)
    if (columns.has(role)) throw new InvalidArgumentError(`The role ${role} is given twice.`)
    columns.set(role, header)
  }
  return Object.fromEntries(columns) as Partial<CsvColumns> as CsvColumns
}
