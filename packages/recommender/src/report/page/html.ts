/** Markup that is safe to put into a page as it is: only {@link html} and {@link trusted} make it. */
export class Html {
  readonly markup: string

  /** @internal */
  constructor(markup: string) {
    this.markup = markup
  }
}

/** What can stand in a template: markup as it is, anything else as escaped text. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[]

/**
 * Markup from a template; what is put in comes out as text, whatever it holds.
 *
 * @example
 * html`<li>${song.title}</li>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? markupOf(values[i]) : '')).join(''))
}

/** Markup that the caller vouches for, such as what a drawing library wrote. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value))
  return value.map(markupOf).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it has to be written between tags and within quotes. */
function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}

/** Text without the control characters that a page must not hold. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd')
}

/** Text that was not written for this page, such as a title, in its own direction of writing. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/** The beginning of a text, cut between characters. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(visible(text))
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`
}
