// Every call with 1, 8 and 64 connections; where answers are kept, made anew and from the cache side by side.
import { setTimeout as wait } from 'node:timers/promises'
import { grouped, significant } from '../lib/table.mjs'
import { load, median, quantile } from './load.mjs'
import { besidePublished } from './published.mjs'

const CONNECTIONS = [1, 8, 64]
const ROUNDS = 3
/** Hashing passwords takes long on purpose, so it takes longer to measure. */
const SLOW_FACTOR = 3
/** Questions that are asked again and again where answers come from the cache. */
const REPEATED = 256
const WARM_UP = 400

/** Both ways to have an answer, and the service that gives it so. */
const WAYS = ['made', 'kept']

/**
 * Measures every call on the default database and cache.
 *
 * @returns Tables: the calls, and the most important ones beside what is wanted of them.
 */
export async function endpoints(setting) {
  const rows = await measured(setting, Object.values(setting.questions), WAYS)
  return [
    { title: 'Every call', columns: COLUMNS, rows },
    { title: 'Beside the targets, and beside published figures', ...besidePublished(rows) },
  ]
}

/** Measures the calls that ask the database, on PostgreSQL. */
export async function postgres(setting) {
  const calls = Object.values(setting.questions).filter(({ database }) => database)
  return [
    {
      title: 'PostgreSQL: the calls that ask the database',
      columns: COLUMNS,
      rows: await measured(setting, calls, WAYS),
    },
  ]
}

/** Measures the calls whose answers are kept, with Redis to keep them. */
export async function redis(setting) {
  const calls = Object.values(setting.questions).filter(({ keepsAnswers }) => keepsAnswers)
  return [
    {
      title: 'Redis: the calls whose answers are kept',
      columns: COLUMNS,
      rows: await measured(setting, calls, ['kept']),
    },
  ]
}

/**
 * Round by round every row gets its turn, so that a slow moment of the machine hits all alike.
 *
 * @param ways - Of a call whose answers are not kept, only the second one is measured, and shown as made.
 */
async function measured({ services, seconds, progress }, calls, ways) {
  const rows = calls.flatMap((asked) => CONNECTIONS.map((connections) => rowOf(asked, connections, ways)))
  for (const asked of calls) {
    progress(`warming up ${asked.call}`)
    await checkAnswer(services.kept.url, asked)
    for (const turn of rowOf(asked, 8, ways).turns) await warmUp(services[turn.service].url, turn)
  }
  for (let round = 1; round <= ROUNDS; round++)
    for (const row of rows) {
      progress(`round ${round} of ${ROUNDS}: ${row.call}, ${row.connections} connections`)
      for (const turn of row.turns) await takeTurn(turn, row, services[turn.service], seconds)
    }
  return rows.map(asRow)
}

/** What is measured of a call with so many connections. */
function rowOf(asked, connections, ways) {
  const turn = (way, service, repeated) => ({ way, service, repeated, asked, rounds: [] })
  const turns = asked.keepsAnswers
    ? ways.map((way) => turn(way, way, way === 'kept'))
    : [turn('made', 'kept', false)]
  return { call: asked.call, connections, turns }
}

const questionsFor = ({ asked, repeated }) => (repeated ? asked.requests.slice(0, REPEATED) : asked.requests)

async function warmUp(url, turn) {
  const amount = turn.asked.slow ? 16 : WARM_UP
  const { failures } = await load(url, questionsFor(turn), 8, { amount })
  failOn(failures, turn.asked)
}

async function takeTurn(turn, { connections }, service, seconds) {
  const limits = { seconds: turn.asked.slow ? SLOW_FACTOR * seconds : seconds }
  const cpuBefore = service.cpuSeconds
  const { answers, perSecond, latencies, failures } = await load(
    service.url,
    questionsFor(turn),
    connections,
    limits,
  )
  failOn(failures, turn.asked)
  const cpu = (1000 * (service.cpuSeconds - cpuBefore)) / answers
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share))
  turn.rounds.push({ perSecond, p50, p95, p99, cpu })
  turn.megabytes = service.megabytes
  // What was still on its way when the load ended is not the next row's.
  await wait(turn.asked.slow ? 1000 : 20)
}

function failOn(failures, { call }) {
  if (failures > 0) throw new Error(`${failures} requests of ${call} failed`)
}

/** An answer that says nothing would be quick for nothing. */
async function checkAnswer(url, { call, requests, isText, isRight }) {
  const { path, ...request } = requests[0]
  const answer = await fetch(`${url}${path}`, request)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${call} answered ${answer.status}: ${text}`)
  if (!isText && isRight?.(JSON.parse(text)) === false) throw new Error(`${call} answered ${text}`)
}

function asRow({ call, connections, turns }) {
  const row = { call, connections, errors: 0 }
  for (const { way, rounds, megabytes } of turns) {
    const middle = (figure) => median(rounds.map((round) => round[figure]))
    row[way] = middle('perSecond')
    for (const figure of ['p50', 'p95', 'p99', 'cpu']) row[`${way}${figure}`] = middle(figure)
    row.megabytes = megabytes
  }
  return row
}

const COLUMNS = [
  ['call', 'call'],
  ['connections', 'connections', String],
  ['made', 'requests/s', significant],
  ['madep50', 'p50, ms', significant],
  ['madep95', 'p95, ms', significant],
  ['madep99', 'p99, ms', significant],
  ['madecpu', 'CPU of one, ms', significant],
  ['kept', 'from the cache, requests/s', significant],
  ['keptp50', 'p50, ms', significant],
  ['keptp95', 'p95, ms', significant],
  ['keptp99', 'p99, ms', significant],
  ['errors', 'errors', grouped],
  ['megabytes', 'memory, MB', significant],
]
