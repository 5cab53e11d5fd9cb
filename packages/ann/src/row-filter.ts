import type { RowFilter } from '@redux/kernels'
import type { SearchOptions } from './options.js'

/**
 * Turns the labels that a search may or may not find into rows.
 *
 * @param rowOf - The row of a label, or -1 if there is none.
 * @returns undefined when all rows may be found.
 */
export function rowFilter(
  { include, exclude }: SearchOptions,
  rowOf: (label: number) => number,
): RowFilter | undefined {
  if (include === undefined && exclude === undefined) return undefined
  const rows = new Set<number>()
  for (const label of include ?? exclude ?? []) {
    const row = rowOf(label)
    if (row >= 0) rows.add(row)
  }
  if (include !== undefined && exclude !== undefined) for (const label of exclude) rows.delete(rowOf(label))
  return { rows: Int32Array.from(rows), keeps: include !== undefined }
}
