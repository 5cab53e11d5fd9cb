import type { SearchOptions } from './options.js'

/** Whether a label may be in an answer. */
export type LabelTest = (label: number) => boolean

/** The test that the options of a search ask for, or undefined when all labels pass. */
export function labelTest({ include, exclude }: SearchOptions): LabelTest | undefined {
  if (include === undefined && exclude === undefined) return undefined
  const included = include && asSet(include)
  const excluded = exclude && asSet(exclude)
  return (label) => (included === undefined || included.has(label)) && !excluded?.has(label)
}

function asSet(labels: Iterable<number>): ReadonlySet<number> {
  return labels instanceof Set ? labels : new Set(labels)
}
