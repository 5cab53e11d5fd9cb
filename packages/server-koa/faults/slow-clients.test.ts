import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import { keepDoing } from './harness/load.js'
import { megabytes, ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { Tally } from './harness/tally.js'

const SLOW = 200
const REQUEST_TIMEOUT_MS = 1500
/** Between two bytes of a slow client. */
const PAUSE_MS = 200
/** What those who never read ask for, of more than a megabyte each: more than fits into the buffers between the two. */
const UNREAD_ANSWERS = 4
const CUT_LIMIT_MS = 60_000
const MEMORY_LIMIT_BYTES = 32 * 1024 * 1024

const artifacts = useArtifacts()

/** A connection and how it ended. */
interface Client {
  readonly socket: Socket
  readonly ended: Promise<'408' | 'cut'>
}

function open(port: number): Client {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const ended = new Promise<'408' | 'cut'>((resolve) => {
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer.startsWith('HTTP/1.1 408') ? '408' : 'cut'))
  })
  return { socket, ended }
}

/** Sends a byte at a time, as long as the other side listens. */
async function trickle(socket: Socket, text: string): Promise<void> {
  for (const byte of text) {
    if (socket.destroyed || !socket.writable) return
    socket.write(byte)
    await wait(PAUSE_MS)
  }
}

const body = JSON.stringify({ song: ALL_SONGS[0] }).padEnd(2000)
const head = `POST /recommendations/similar HTTP/1.1\r\nHost: redux\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
const largeQuestion = 'GET /docs/swagger-ui.js HTTP/1.1\r\nHost: redux\r\n\r\n'

test('slow clients are answered 408 or cut, and others are served all the while', async () => {
  const tally = new Tally(`${SLOW} clients that send slowly, ${SLOW} that never read`)
  const settings = { ARTIFACTS_DIR: artifacts.folder, REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS) }
  const replica = await Replica.start(settings)
  const port = Number(new URL(replica.url).port)
  const took: number[] = []
  const others = keepDoing(2, async () => {
    const answer = await replica.ask('/recommendations/similar', { json: { song: ALL_SONGS[1] } })
    took.push(answer.ms)
    tally.count('requests')
    tally.count(answer.status === 200 ? 'others answered' : 'others failed')
    await wait(10)
  })
  await wait(1000)
  const before = { sockets: replica.sockets(), heap: await replica.heapBytes() }
  const large = await replica.ask('/docs/swagger-ui.js')
  expect(large.text.length).toBeGreaterThan(1_000_000)

  const startedAt = performance.now()
  const slow = Array.from({ length: SLOW }, (_, i) => {
    const client = open(port)
    // One half is slow from the first byte, the other with its body.
    if (i % 2 === 0) void trickle(client.socket, head)
    else client.socket.write(head, () => void trickle(client.socket, body))
    return client
  })
  const ends = await Promise.all(slow.map(({ ended }) => ended))
  tally.count('requests', SLOW)
  tally.count('slow senders answered 408', ends.filter((end) => end === '408').length)
  tally.count('slow senders cut', ends.filter((end) => end === 'cut').length)
  tally.note('slow senders gone after', `${((performance.now() - startedAt) / 1000).toFixed(1)} s`)

  const readersFrom = performance.now()
  const unread = Array.from({ length: SLOW }, () => {
    const client = open(port)
    client.socket.pause()
    client.socket.write(largeQuestion.repeat(UNREAD_ANSWERS))
    return client
  })
  while (replica.sockets() < before.sockets + SLOW && performance.now() - readersFrom < CUT_LIMIT_MS)
    await wait(20)
  const during = { sockets: replica.sockets(), heap: await replica.heapBytes() }
  // Who does not read does not see the end either; the service's own sockets tell.
  while (replica.sockets() > before.sockets + 10 && performance.now() - readersFrom < CUT_LIMIT_MS)
    await wait(100)
  tally.count('requests', SLOW * UNREAD_ANSWERS)
  const cutAfterMs = performance.now() - readersFrom
  tally.note('those who never read cut after', `${(cutAfterMs / 1000).toFixed(1)} s`)
  for (const { socket } of unread) socket.destroy()
  await others.end()
  await wait(500)
  const after = { sockets: replica.sockets(), heap: await replica.heapBytes() }
  for (const [name, { sockets, heap }] of Object.entries({ before, during, after })) {
    tally.note(`sockets ${name}`, sockets)
    tally.note(`heap ${name}`, megabytes(heap))
  }
  tally.note('others: p50', ms(quantile(took, 0.5)))
  tally.note('others: p99', ms(quantile(took, 0.99)))
  tally.count('others failed', 0)
  tally.print()
  expect(ends).toHaveLength(SLOW)
  expect(tally.of('others failed')).toBe(0)
  expect(tally.of('others answered')).toBeGreaterThan(0)
  expect(cutAfterMs).toBeLessThan(CUT_LIMIT_MS)
  expect(after.sockets).toBeLessThanOrEqual(before.sockets + 10)
  expect(after.heap - before.heap).toBeLessThan(MEMORY_LIMIT_BYTES)
  expect(replica.crashes).toBe(0)
}, 120_000)
