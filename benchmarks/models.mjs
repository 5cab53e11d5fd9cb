// How fast the ranking models of @redux/svd train and answer: npm run bench -- models [--json] [--docs] [part …]
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeDocsSection } from './lib/docs-section.mjs'
import { describeMachine } from './lib/measure.mjs'
import { markdownTable } from './lib/table.mjs'
import { bayes } from './models/bayes.mjs'
import { ials } from './models/ials.mjs'
import { linear } from './models/linear.mjs'

/** By name: each gives its tables, and the versions of the peers it had. */
const PARTS = { ials, linear, bayes }
const DOCS = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))

const { json, docs, parts } = readArguments()
const { version } = JSON.parse(readFileSync(new URL('../packages/svd/package.json', import.meta.url), 'utf8'))
const setting = { date: new Date().toISOString().slice(0, 10), machine: describeMachine() }
const results = {}
for (const part of parts) {
  const { tables, peers } = await PARTS[part]()
  results[part] = { versions: { '@redux/svd': version, ...peers }, tables }
  if (!json) console.log(asMarkdown(part))
  if (docs) writeDocsSection(DOCS, `models ${part}`, asMarkdown(part))
}
if (json) console.log(JSON.stringify({ ...setting, results: withoutFormats() }, null, 2))

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean' }, docs: { type: 'boolean' } },
      allowPositionals: true,
    })
    const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part))
    if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}`)
    return { ...values, parts: positionals.length > 0 ? positionals : Object.keys(PARTS) }
  } catch (error) {
    console.error(
      `${error.message}\nUsage: npm run bench -- models [--json] [--docs] [${Object.keys(PARTS).join('|')} …]`,
    )
    process.exit(2)
  }
}

function asMarkdown(part) {
  const { date, machine } = setting
  const { versions, tables } = results[part]
  const used = Object.entries(versions).map((pair) => pair.join(' '))
  const head = `${date}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}; ${used.join(', ')}.`
  const texts = tables.map(({ title, columns, rows }) => `**${title}**\n\n${markdownTable(columns, rows)}`)
  return `\n${[head, ...texts].join('\n\n')}`
}

/** What the tables show, as numbers. */
function withoutFormats() {
  const plain = ({ title, columns, rows }) => ({
    title,
    columns: Object.fromEntries(columns),
    rows: rows.map((row) => Object.fromEntries(columns.map(([key]) => [key, row[key]]))),
  })
  return Object.fromEntries(
    Object.entries(results).map(([part, { versions, tables }]) => [
      part,
      { versions, tables: tables.map(plain) },
    ]),
  )
}
