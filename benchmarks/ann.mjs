// Search beside FAISS and hnswlib: npm run bench -- ann [--json] [--docs] [part …]
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Faiss } from './ann/faiss.mjs'
import { files } from './ann/files.mjs'
import { flat } from './ann/flat.mjs'
import { growth } from './ann/growth.mjs'
import { ivf } from './ann/ivf.mjs'
import { kMeansPart } from './ann/k-means.mjs'
import { writeDocsSection } from './lib/docs-section.mjs'
import { describeMachine } from './lib/measure.mjs'
import { loadNativePeer } from './lib/native-peer.mjs'
import { markdownTable } from './lib/table.mjs'

const PARTS = { flat, ivf, 'k-means': kMeansPart, files, growth }
const DOCS = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))

const { json, docs, parts } = readArguments()
const hnswlib = loadNativePeer('hnswlib-node')
const faiss = await Faiss.start()
const peers = { faiss, hnswlib, progress: (line) => console.error(line) }
const setting = describeSetting()
warnIfBusy()
const results = {}
for (const part of parts) {
  results[part] = await PARTS[part](peers)
  if (!json) console.log(asMarkdown(part))
  if (docs) writeDocsSection(DOCS, `ann ${part}`, asMarkdown(part))
}
faiss?.stop()
if (json) console.log(JSON.stringify({ ...setting, results: withoutFormats(results) }, null, 2))
if (disagreements().length > 0) {
  console.error(`Answers differ from those of FAISS: ${JSON.stringify(disagreements())}`)
  process.exitCode = 1
}

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
      `${error.message}\nUsage: npm run bench -- ann [--json] [--docs] [${Object.keys(PARTS).join('|')} …]`,
    )
    process.exit(2)
  }
}

/** What takes long is interrupted more often, so a busy machine makes slow ways look slower still. */
function warnIfBusy() {
  const load = loadavg()[0]
  if (load > 1) console.error(`The machine is busy (load ${load.toFixed(1)}): times and ratios will be off.`)
}

function describeSetting() {
  const { version } = JSON.parse(
    readFileSync(new URL('../packages/ann/package.json', import.meta.url), 'utf8'),
  )
  const versions = { '@redux/ann': version, faiss: faiss?.version, 'hnswlib-node': hnswlib?.version }
  return { date: new Date().toISOString().slice(0, 10), machine: describeMachine(), versions }
}

function asMarkdown(part) {
  const { date, machine, versions } = setting
  const peersUsed = Object.entries(versions).filter(([, version]) => version !== undefined)
  const lines = [
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}; `,
    `${peersUsed.map((pair) => pair.join(' ')).join(', ')}.`,
  ]
  const tables = results[part].map(
    ({ title, columns, rows }) => `**${title}**\n\n${markdownTable(columns, rows)}`,
  )
  return `\n${[lines.join(''), ...tables].join('\n\n')}`
}

/** What the tables show, as numbers. */
function withoutFormats(all) {
  const plain = ({ title, columns, rows }) => ({
    title,
    columns: Object.fromEntries(columns),
    rows: rows.map((row) => Object.fromEntries(columns.map(([key]) => [key, row[key]]))),
  })
  return Object.fromEntries(Object.entries(all).map(([part, tables]) => [part, tables.map(plain)]))
}

/** Rows where one of our answers is further away than those of FAISS. */
function disagreements() {
  return Object.values(results)
    .flatMap((tables) => tables.flatMap(({ rows }) => rows))
    .filter(({ agreed }) => agreed !== undefined && agreed < 1)
}
