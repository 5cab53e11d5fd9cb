import { type Html, type HtmlValue, html } from './html.js'

/** Numbers of a section. The first cell of a row is its heading. */
export interface Table {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly HtmlValue[])[]
  /** Columns that hold text and not numbers, beside the first. */
  readonly texts?: readonly number[]
}

/** With more letters above its columns, a table needs the whole width. */
const NARROW = 52
/** A longer table is folded up. */
const ROWS_SHOWN = 8

/** Whether a table is shown as it is. */
function isShort({ rows }: Table): boolean {
  return rows.length <= ROWS_SHOWN
}

/** Whether a table fits beside a chart. */
export function fitsBeside(table: Table): boolean {
  return isShort(table) && table.texts === undefined && table.head.join(' ').length <= NARROW
}

export function tableHtml(table: Table): Html {
  const { caption, rows } = table
  if (isShort(table)) return scroller(table, html`<caption><span>${caption}</span></caption>`)
  const hidden = html`<caption class="unseen">${caption}</caption>`
  return html`<details><summary>${caption} (${rows.length} rows)</summary>${scroller(table, hidden)}</details>`
}

/** Wide tables scroll by themselves, with the keyboard too. */
function scroller({ caption, head, rows, texts = [] }: Table, captionHtml: Html): Html {
  const isText = (column: number) => column === 0 || texts.includes(column)
  const cell = (value: HtmlValue, column: number) => {
    if (column === 0) return html`<th scope="row">${value}</th>`
    return isText(column) ? html`<td>${value}</td>` : html`<td class="number">${value}</td>`
  }
  const heading = (text: string, column: number) =>
    isText(column) ? html`<th scope="col">${text}</th>` : html`<th scope="col" class="number">${text}</th>`
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>${captionHtml}
<thead><tr>${head.map(heading)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`
}
