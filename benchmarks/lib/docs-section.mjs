// Parts of the documentation that a benchmark writes itself, so that nobody types a number.
import { readFileSync, writeFileSync } from 'node:fs'

/** Replaces what stands between `<!-- measured: name -->` and `<!-- end: name -->`. */
export function writeDocsSection(file, name, markdown) {
  const text = readFileSync(file, 'utf8')
  const [start, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${file} must hold ${start} and then ${end}`)
  writeFileSync(file, `${text.slice(0, from + start.length)}\n\n${markdown.trim()}\n\n${text.slice(to)}`)
}
