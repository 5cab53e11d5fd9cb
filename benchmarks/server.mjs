// How fast the service answers: npm run bench:server -- [part …] [--json] [--docs] [--data <file>]
//   [--artifacts <folder>] [--seconds <n>]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeDocsSection } from './lib/docs-section.mjs'
import { describeMachine } from './lib/measure.mjs'
import { grouped, markdownTable } from './lib/table.mjs'
import { makeAccounts } from './server/accounts.mjs'
import { servedArtifacts } from './server/artifacts.mjs'
import { endpoints, postgres, redis } from './server/endpoints.mjs'
import { fastapi } from './server/fastapi.mjs'
import { startPostgres, startRedis } from './server/private-servers.mjs'
import { questionsOf } from './server/questions.mjs'
import { Service } from './server/service.mjs'
import { sessions } from './server/sessions.mjs'

/** By name: what is measured, and the server it takes beside the service. */
const PARTS = {
  endpoints: { measure: endpoints },
  sessions: { measure: sessions },
  postgres: { measure: postgres, database: startPostgres },
  redis: { measure: redis, cache: startRedis },
  fastapi: { measure: fastapi },
}
const DOCS = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))
/** Accounts whose taste stays as it is, and accounts whose likes come and go. */
const READERS = 96
const TOGGLERS = 32
/** Above it, others use the machine, too. */
const MOST_LOAD = 1.5

const { json, docs, parts, seconds, ...given } = readArguments()
const served = servedArtifacts(given)
const setting = describeSetting()
const results = {}
for (const part of parts) {
  const measured = await measure(PARTS[part])
  if (measured === undefined || measured.tables.length === 0) continue
  results[part] = measured
  if (!json) console.log(asMarkdown(measured))
  if (docs) writeDocsSection(DOCS, `server ${part}`, asMarkdown(measured))
}
if (json) console.log(JSON.stringify({ ...setting, results: withoutFormats(results) }, null, 2))

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'boolean' },
        docs: { type: 'boolean' },
        data: { type: 'string' },
        artifacts: { type: 'string' },
        seconds: { type: 'string', default: '2' },
      },
      allowPositionals: true,
    })
    const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part))
    if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}`)
    const seconds = Number(values.seconds)
    if (!(seconds > 0 && seconds <= 600))
      throw new Error(`seconds must be above 0, up to 600, got ${values.seconds}`)
    return { ...values, seconds, parts: positionals.length > 0 ? positionals : Object.keys(PARTS) }
  } catch (error) {
    const names = Object.keys(PARTS).join('|')
    console.error(
      `${error.message}\nUsage: npm run bench:server -- [${names} …] [--json] [--docs] [--data <file>] [--artifacts <folder>] [--seconds <n>]`,
    )
    process.exit(2)
  }
}

/** Runs a part on services of its own: one keeps no answers, the other one keeps them as by default. */
async function measure({ measure, database, cache }) {
  const load = loadavg()[0]
  if (load > MOST_LOAD) console.error(`The machine is busy (load ${load.toFixed(1)}): figures will be off.`)
  const folder = mkdtempSync(join(tmpdir(), 'redux-bench-'))
  const running = []
  const started = (one) => {
    if (one !== undefined) running.push(one)
    return one
  }
  try {
    const sql = started(await database?.(folder))
    const memory = started(await cache?.(folder))
    if ((database && !sql) || (cache && !memory)) return undefined
    const settings = {
      ARTIFACTS_DIR: served.artifacts,
      DATABASE_URL: sql?.url ?? `sqlite:///${join(folder, 'redux.db')}`,
      REDIS_URL: memory?.url,
    }
    const services = {
      made: started(await Service.start({ ...settings, CACHE_TTL_SECONDS: '0' })),
      kept: started(await Service.start(settings)),
    }
    const accounts = await makeAccounts(services.kept.url, served.songs, READERS + TOGGLERS)
    const [readers, togglers] = [accounts.slice(0, READERS), accounts.slice(READERS)]
    const questions = questionsOf(served.songs, { readers, togglers })
    const stores = [
      sql ? `PostgreSQL ${sql.version}` : 'SQLite',
      memory ? `cache in Redis ${memory.version}` : 'cache in memory',
    ]
    const tables = await measure({ services, questions, seconds, progress, ...served })
    return { load, stores, tables }
  } finally {
    for (const one of running.reverse()) await one.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function progress(line) {
  if (process.stderr.isTTY) process.stderr.write(`\u001b[2K\r${line}\r`)
}

function describeSetting() {
  const versionOf = (path) => createRequire(import.meta.url)(path).version
  const { version } = JSON.parse(
    readFileSync(new URL('../packages/server-koa/package.json', import.meta.url), 'utf8'),
  )
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: { '@redux/server-koa': version, autocannon: versionOf('autocannon/package.json') },
    data: { name: served.data, songs: served.songs.length, factors: served.nFactors },
    accounts: READERS + TOGGLERS,
    secondsPerRound: seconds,
  }
}

function asMarkdown({ load, stores, tables }) {
  const { date, machine, versions, data } = setting
  const used = Object.entries(versions).map((pair) => pair.join(' '))
  const head = [
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}; ${used.join(', ')}; `,
    `${data.name}: ${grouped(data.songs)} songs, ${data.factors} factors; ${READERS + TOGGLERS} accounts; `,
    `${stores.join(', ')}; rounds of ${seconds} s. One process of the service; what asks it takes a core for itself. `,
    `Load of the machine before: ${load.toFixed(1)}.`,
  ]
  const texts = tables.map(({ title, columns, rows }) => `**${title}**\n\n${markdownTable(columns, rows)}`)
  return `\n${[head.join(''), ...texts].join('\n\n')}`
}

/** What the tables show, as numbers. */
function withoutFormats(all) {
  const plain = ({ title, columns, rows }) => ({ title, columns: Object.fromEntries(columns), rows })
  return Object.fromEntries(
    Object.entries(all).map(([part, { tables, ...about }]) => [
      part,
      { ...about, tables: tables.map(plain) },
    ]),
  )
}
