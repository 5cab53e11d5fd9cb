/** Stands for a number that JSON cannot say, while it goes through JSON's own reader and writer. */
const MARK = '\u0000'
const TOKENS = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g
const MARKED = /"\\u0000(NaN|-?Infinity)"/g

/** Writes a value as Python does: numbers that are none, or infinite, are the bare words NaN, Infinity, -Infinity. */
export function toJsonLine(value: unknown): string {
  const marked = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? MARK + member : member,
  )
  return marked.replace(MARKED, '$1')
}

/**
 * Reads what {@link toJsonLine} or Python wrote.
 *
 * @throws SyntaxError if it is not that.
 */
export function fromJsonLine(line: string): unknown {
  if (!line.includes('NaN') && !line.includes('Infinity')) return JSON.parse(line)
  const marked = line.replace(TOKENS, (token) => (token.startsWith('"') ? token : `"\\u0000${token}"`))
  return JSON.parse(marked, (_, member: unknown) =>
    typeof member === 'string' && member.startsWith(MARK) ? Number(member.slice(1)) : member,
  )
}
