import type { ReportSources } from '../sources.js'

/** Who listened to what, in numbers. */
export interface Portrait {
  readonly name: string
  readonly kind: 'plays' | 'ratings'
  /** Good rows of the file. */
  readonly rows: number
  readonly users: number
  readonly items: number
  readonly pairs: number
  /** By item, descending. */
  readonly listeners: readonly number[]
  /** By user, descending. */
  readonly perUser: readonly number[]
  /** All plays or ratings by user, descending; only of the data itself. */
  readonly playsPerUser?: readonly number[]
}

/** Of the data file if there is one, else of what the artifact remembers of it. */
export function portraitOf({ data, artifact }: ReportSources): Portrait | undefined {
  if (data !== undefined) return ofData(data)
  if (artifact === undefined) return undefined
  const { name, kind, rows, users, items, pairs } = artifact.manifest.data
  return {
    ...{ name, kind, rows, users, items, pairs },
    listeners: descending(artifact.catalogue.map((song) => song.listeners)),
    perUser: descending(lengthsOf(artifact.historyOffsets)),
  }
}

function ofData({ interactions, report }: NonNullable<ReportSources['data']>): Portrait {
  const { kind, userIds, itemIds, offsets, items, values } = interactions
  const listeners = new Array<number>(itemIds.length).fill(0)
  for (const item of items) listeners[item]!++
  const plays = Array.from(userIds, (_, u) => {
    let sum = 0
    for (let at = offsets[u]!; at < offsets[u + 1]!; at++) sum += values[at]!
    return sum
  })
  return {
    ...{ name: report.name, kind, rows: report.rows },
    ...{ users: userIds.length, items: itemIds.length, pairs: items.length },
    listeners: descending(listeners),
    perUser: descending(lengthsOf(offsets)),
    ...(kind === 'plays' && { playsPerUser: descending(plays) }),
  }
}

function lengthsOf(offsets: Int32Array): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, u) => offsets[u + 1]! - offsets[u]!)
}

function descending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => b - a)
}

/** Share of the sum that the largest `share` of the values has. @param values - Descending. */
export function topShare(values: readonly number[], share: number): number {
  const sum = (some: readonly number[]) => some.reduce((total, value) => total + value, 0)
  return sum(values.slice(0, Math.ceil(values.length * share))) / sum(values)
}

/** How uneven values are: 0 when all are alike, towards 1 when one has everything. @param values - Descending. */
export function giniOf(values: readonly number[]): number {
  let total = 0
  let weighted = 0
  for (const [i, value] of values.entries()) {
    total += value
    weighted += (values.length - i) * value
  }
  return total > 0 ? (2 * weighted) / (values.length * total) - (values.length + 1) / values.length : 0
}

/** The value in the middle. @param values - Descending. */
export function medianOf(values: readonly number[]): number {
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}
