import type { SparseRows } from '@redux/kernels/linear-algebra'

/** One entry of a row. */
export interface Entry {
  readonly column: number
  readonly value: number
}

/** Rows, each given by its entries. */
export function sparseRows(rows: readonly (readonly Entry[])[], nColumns: number): SparseRows {
  const offsets = new Int32Array(rows.length + 1)
  for (let row = 0; row < rows.length; row++) offsets[row + 1] = offsets[row] + rows[row].length
  const columns = new Int32Array(offsets[rows.length])
  const values = new Float32Array(columns.length)
  let at = 0
  for (const row of rows)
    for (const { column, value } of row) {
      columns[at] = column
      values[at++] = value
    }
  return { nRows: rows.length, nColumns, offsets, columns, values }
}

/** Columns become rows, by a counting sort: O(entries + rows + columns). */
export function transposed({ nRows, nColumns, offsets, columns, values }: SparseRows): SparseRows {
  const starts = new Int32Array(nColumns + 1)
  for (const column of columns) starts[column + 1]++
  for (let column = 0; column < nColumns; column++) starts[column + 1] += starts[column]
  const next = starts.slice(0, nColumns)
  const result = { columns: new Int32Array(columns.length), values: new Float32Array(columns.length) }
  for (let row = 0; row < nRows; row++)
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const to = next[columns[at]]++
      result.columns[to] = row
      result.values[to] = values[at]
    }
  return { nRows: nColumns, nColumns: nRows, offsets: starts, ...result }
}

/** I + S'S, nColumns x nColumns, row-major, lower triangle: the sum over rows of what each row's entries make together. */
export function gramPlusIdentity({ nRows, nColumns, offsets, columns, values }: SparseRows): Float64Array {
  const gram = new Float64Array(nColumns * nColumns)
  for (let column = 0; column < nColumns; column++) gram[column * nColumns + column] = 1
  for (let row = 0; row < nRows; row++)
    for (let a = offsets[row]; a < offsets[row + 1]; a++) {
      const start = columns[a] * nColumns
      for (let b = offsets[row]; b < offsets[row + 1]; b++)
        if (columns[b] <= columns[a]) gram[start + columns[b]] += values[a] * values[b]
    }
  return gram
}
