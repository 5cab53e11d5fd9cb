// Tables that read well in a terminal and are Markdown at the same time.

/** Three digits that count, and thousands apart. */
export const significant = (value) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))

/** How many times as fast. */
export const times = (ratio) => `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(2)} x`

export const percent = (share) => `${(100 * share).toFixed(share === 1 ? 0 : 1)} %`

export const grouped = (count) => count.toLocaleString('en')

/**
 * A table as Markdown, its columns aligned.
 *
 * @param columns - `[key, title, text]`: a row's value at the key is shown as `text(value)`, or as –, if there is none.
 *   Columns that are empty in every row are left out; without `text`, values are words and stand at the left.
 */
export function markdownTable(columns, rows) {
  const cells = columns
    .filter(([key]) => rows.some((row) => isThere(row[key])))
    .map(([key, title, text]) => {
      const body = rows.map((row) => (isThere(row[key]) ? (text ?? String)(row[key]) : '–'))
      const width = Math.max(3, ...[title, ...body].map((cell) => cell.length))
      const pad = (cell) => (text === undefined ? cell.padEnd(width) : cell.padStart(width))
      const rule = text === undefined ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`
      return [pad(title), rule, ...body.map(pad)]
    })
  return (cells[0] ?? [])
    .map((_, line) => `| ${cells.map((column) => column[line]).join(' | ')} |`)
    .join('\n')
}

const isThere = (value) => value !== undefined && value !== null && !Number.isNaN(value)
