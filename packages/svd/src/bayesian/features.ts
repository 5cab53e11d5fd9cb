import type { SparseRows } from '@redux/kernels/linear-algebra'
import { SvdError } from '../errors.js'
import { type Id, Vocabulary } from '../vocabulary.js'
import { type Entry, sparseRows } from './sparse.js'

/**
 * What is known of users or items beside ratings, by id: names of what applies, such as `['female', 'age 20-29']`, or
 * numbers, as many for each. Ids without ratings get a row, too, and so predictions that are more than the mean.
 */
export type SideInformation = ReadonlyMap<Id, readonly string[] | readonly number[]>

/** What the features of one side are made of. */
export interface FeatureSources {
  /** Rows that have one: whose ratings and side information count. */
  readonly ids: readonly string[]
  /** Rows of the other side that each of them rated, or was rated by. */
  readonly rated: (row: number) => ArrayLike<number>
  /** Rows of the other side that count as features, by their column among these. */
  readonly implicitColumns: ReadonlyMap<number, number>
  readonly implicitWeight: number
  readonly side: SideInformation | undefined
  readonly sideWeight: number
}

/**
 * The features of one side, a row for each id and one more for whoever is unknown: a constant in column 0; what was
 * rated in those from 1, scaled by the number of them to the power -1/2 times its weight; and side information in the
 * last, each row of it scaled to the length of its weight.
 */
export function featuresOf(sources: FeatureSources): SparseRows {
  const { ids, side, sideWeight, implicitColumns } = sources
  const sideRows = sideRowsOf(side)
  const firstOfSide = 1 + implicitColumns.size
  const constant: Entry = { column: 0, value: 1 }
  const rows = ids.map((id, row) => {
    const entries = scaled(sideRows.rows.get(id) ?? [], sideWeight)
    const shifted = entries.map(({ column, value }) => ({ column: column + firstOfSide, value }))
    return [
      constant,
      ...implicitEntries(sources.rated(row), implicitColumns, sources.implicitWeight),
      ...shifted,
    ]
  })
  return sparseRows([...rows, [constant]], firstOfSide + sideRows.nColumns)
}

/** Entries of what somebody rated; what is no feature, or was given before, is left out. */
export function implicitEntries(
  rated: ArrayLike<number>,
  columns: ReadonlyMap<number, number>,
  weight: number,
): Entry[] {
  const known = new Set<number>()
  for (let n = 0; n < rated.length; n++) {
    const column = columns.get(rated[n])
    if (column !== undefined) known.add(column)
  }
  return scaled(
    Array.from(known, (column) => ({ column: column + 1, value: 1 })),
    weight,
  )
}

/** The rows with the highest counts, at most `n`, each with its place among them; rows without any are left out. */
export function mostRated(counts: Int32Array, n: number): Map<number, number> {
  const rows = Array.from(counts.keys()).filter((row) => counts[row] > 0)
  rows.sort((a, b) => counts[b] - counts[a] || a - b)
  return new Map(rows.slice(0, n).map((row, place) => [row, place]))
}

/** Scales entries so that together they are as long as `length`. */
function scaled(entries: readonly Entry[], length: number): Entry[] {
  const norm = Math.sqrt(entries.reduce((sum, { value }) => sum + value * value, 0))
  if (norm === 0 || length === 0) return []
  return entries.map(({ column, value }) => ({ column, value: (value * length) / norm }))
}

function sideRowsOf(side: SideInformation | undefined) {
  const names = new Vocabulary()
  const rows = new Map<string, Entry[]>()
  let nNumbers: number | undefined
  for (const [id, row] of side ?? []) {
    if (row.length > 0 && typeof row[0] === 'number') {
      nNumbers ??= row.length
      if (row.length !== nNumbers)
        throw new SvdError(
          'DIMENSION_MISMATCH',
          `side information must have ${nNumbers} numbers for each id, got ${row.length} for ${id}`,
        )
    }
    rows.set(
      String(id),
      row.map((value, column) => sideEntry(value, column, names)).filter(({ value }) => value !== 0),
    )
  }
  if (nNumbers !== undefined && names.size > 0)
    throw new SvdError(
      'INVALID_OPTION',
      'side information must be names for every id, or numbers for every id',
    )
  return { rows, nColumns: nNumbers ?? names.size }
}

function sideEntry(value: string | number, column: number, names: Vocabulary): Entry {
  if (typeof value === 'string') return { column: names.add(value), value: 1 }
  if (!Number.isFinite(value))
    throw new SvdError('NOT_FINITE', `side information must be finite, got ${value}`)
  return { column, value }
}
