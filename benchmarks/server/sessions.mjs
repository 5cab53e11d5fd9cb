// Listeners who come at a fixed rate and do what listeners do, whether or not the service keeps up.
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { seededRandom } from '../lib/measure.mjs'
import { grouped, significant } from '../lib/table.mjs'
import { PASSWORD } from './accounts.mjs'
import { quantile } from './load.mjs'

const SESSIONS_PER_SECOND = 20
const SECONDS = 20
/** Between two steps of a session people look at what they got. */
const PAUSE_MS = 250
/** How often the memory is looked at. */
const EVERY_MS = 2500

/** What a session does, in turn. @param one - `pick` gives songs; `username`, and the `token` once there is one. */
const STEPS = [
  ['sign up', (one) => ['POST', '/auth/signup', { username: one.username, password: PASSWORD }]],
  [
    'onboard',
    (one) => ['POST', '/recommendations/cold-start', { seeds: [one.pick(), one.pick(), one.pick()] }],
  ],
  ['shelves', () => ['GET', '/recommendations/categories']],
  ['up next', (one) => ['POST', '/recommendations/similar', { song: one.pick() }]],
  ['like', (one) => ['POST', '/likes/toggle', { song_id: one.pick() }]],
  ['shelves anew', () => ['GET', '/recommendations/categories']],
  ['search', (one) => ['GET', `/catalog/search?q=${encodeURIComponent(one.pick().split(' - ')[0])}`]],
]

/** Starts sessions at a fixed rate and does not wait for any before the next. */
export async function sessions({ services, songs, progress }) {
  const service = services.kept
  const agent = new Agent({ keepAlive: true })
  const random = seededRandom(13)
  const pick = () => songs[Math.floor(songs.length * random())].songId
  const measured = STEPS.map(() => ({ latencies: [], failures: 0 }))
  progress(`${SESSIONS_PER_SECOND} sessions a second for ${SECONDS} s`)
  const memory = watchMemory(service)
  const startedAt = performance.now()
  const running = []
  let mostLate = 0
  for (let n = 0; n < SESSIONS_PER_SECOND * SECONDS; n++) {
    const due = startedAt + (1000 * n) / SESSIONS_PER_SECOND
    await wait(Math.max(0, due - performance.now()))
    mostLate = Math.max(mostLate, performance.now() - due)
    running.push(session({ url: service.url, agent, measured, pick, username: `session-${n}` }))
  }
  await Promise.all(running)
  agent.destroy()
  const rows = STEPS.map(([step], at) => summary(step, measured[at]))
  const size = `${SESSIONS_PER_SECOND} sessions a second for ${SECONDS} s, ${grouped(running.length)} in all`
  const title = `${size}, with ${PAUSE_MS} ms between steps; none began more than ${significant(mostLate)} ms late`
  return [
    { title, columns: COLUMNS, rows },
    { title: 'Memory meanwhile', columns: MEMORY_COLUMNS, rows: memory.end() },
  ]
}

/** A step that fails ends its session. */
async function session({ measured, ...one }) {
  for (const [at, [, asked]] of STEPS.entries()) {
    if (at > 0) await wait(PAUSE_MS)
    const start = performance.now()
    const answer = await ask(one, asked(one)).catch((error) => ({ error }))
    measured[at].latencies.push(performance.now() - start)
    if (answer.error !== undefined || answer.status >= 300) {
      measured[at].failures++
      return
    }
    one.token ??= JSON.parse(answer.text).access_token
  }
}

/** One request, its answer read to the end. */
function ask({ url, agent, token }, [method, path, body]) {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    const text = body === undefined ? '' : JSON.stringify(body)
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json'
      headers['Content-Length'] = Buffer.byteLength(text)
    }
    const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        answer += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, text: answer }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

function summary(step, { latencies, failures }) {
  const sorted = latencies.toSorted((a, b) => a - b)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share))
  return { step, requests: sorted.length, p50, p95, p99, failures }
}

function watchMemory(service) {
  const startedAt = performance.now()
  const rows = []
  const look = () => {
    const seconds = (performance.now() - startedAt) / 1000
    rows.push({ seconds, megabytes: service.megabytes })
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  return {
    end() {
      clearInterval(timer)
      look()
      return rows
    },
  }
}

const COLUMNS = [
  ['step', 'step'],
  ['requests', 'requests', grouped],
  ['p50', 'p50, ms', significant],
  ['p95', 'p95, ms', significant],
  ['p99', 'p99, ms', significant],
  ['failures', 'failures', String],
]

const MEMORY_COLUMNS = [
  ['seconds', 'after, s', (seconds) => seconds.toFixed(1)],
  ['megabytes', 'memory, MB', significant],
]
