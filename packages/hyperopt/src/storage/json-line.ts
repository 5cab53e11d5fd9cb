/** NUL as JSON spells it: there is no other way. */
const NUL = '\\u0000'
const TOKENS = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g

/** Writes a value as Python does: numbers that are none, or infinite, are the bare words NaN, Infinity, -Infinity. */
export function toJsonLine(value: unknown): string {
  const mark = markNotIn(JSON.stringify(value))
  const marked = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? `${mark}${member}` : member,
  )
  return marked.replace(new RegExp(`"${asJson(mark).replaceAll('\\', '\\\\')}(NaN|-?Infinity)"`, 'g'), '$1')
}

/**
 * Reads what {@link toJsonLine} or Python wrote.
 *
 * @throws SyntaxError if it is not that.
 */
export function fromJsonLine(line: string): unknown {
  if (!line.includes('NaN') && !line.includes('Infinity')) return JSON.parse(line)
  const mark = markNotIn(line)
  const marked = line.replace(TOKENS, (token) =>
    token.startsWith('"') ? token : `"${asJson(mark)}${token}"`,
  )
  return JSON.parse(marked, (_, member: unknown) =>
    typeof member === 'string' && member.startsWith(mark) ? Number(member.slice(mark.length)) : member,
  )
}

/**
 * What stands before a number that JSON cannot say, while it goes through JSON's own reader and writer: more NULs in a
 * row than the texts of the line have.
 */
function markNotIn(line: string): string {
  let mark = '\u0000'
  while (line.includes(asJson(mark))) mark += '\u0000'
  return mark
}

function asJson(mark: string): string {
  return NUL.repeat(mark.length)
}
