import { setMaxListeners } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ProviderEvents } from '../../src/metadata/resilience.js'

/** How a service answers one request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

interface ReceivedRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly userAgent: string | undefined
  /** By `performance.now()`. */
  readonly at: number
}

/** A real HTTP server in the place of a public one, until the test is over. */
export async function runService(initial: Behaviour) {
  const requests: ReceivedRequest[] = []
  let behaviour = initial
  let nParallel = 0
  let maxParallel = 0
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://service')
    const userAgent = request.headers['user-agent']
    requests.push({ path: pathname, query: searchParams, userAgent, at: performance.now() })
    maxParallel = Math.max(maxParallel, ++nParallel)
    response.on('close', () => nParallel--)
    behaviour(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get maxParallel() {
      return maxParallel
    },
    behave(next: Behaviour) {
      behaviour = next
    },
  }
}

/** An address where nobody listens. */
export const NOWHERE = 'http://127.0.0.1:9'

export const answering =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

export const stalling: Behaviour = () => {}
export const limiting = (retryAfter?: string): Behaviour =>
  answering('', 429, retryAfter === undefined ? {} : { 'Retry-After': retryAfter })
const html: Behaviour = answering('<!doctype html><title>Sign in to this network</title>')
const brokenOff: Behaviour = (_, response) => {
  response.writeHead(200, { 'Content-Length': '1000' })
  response.write('{"results":[')
  setImmediate(() => response.destroy())
}
/** As much as is read. */
const endless: Behaviour = (_, response) => {
  const more = () => {
    while (!response.destroyed && response.write('[1,'.repeat(20_000)));
  }
  response.on('drain', more)
  more()
}
export const tenMegabytes: Behaviour = answering(`{"results":["${'x'.repeat(10_000_000)}"]}`)
const redirectingToItself: Behaviour = (request, response) => {
  response.writeHead(302, { Location: request.url })
  response.end()
}

/** Everything that may come back from the outside, but for what was asked for. */
export const FAULTS: Readonly<Record<string, Behaviour>> = {
  'a stall': stalling,
  'a limit': limiting(),
  'a limit with a date': limiting(new Date(Date.now() + 3_600_000).toUTCString()),
  'a broken off body': brokenOff,
  'an endless body': endless,
  '10 MB': tenMegabytes,
  'a redirect to itself': redirectingToItself,
  'a redirect to no web address': answering('', 302, { Location: 'file:///etc/passwd' }),
  HTML: html,
  'half of a JSON text': answering('{"results":[{"trackName":"'),
  'random bytes': (_, response) => response.end(Buffer.from([0xff, 0xfe, 0, 0x80, 0x7b])),
  'nothing at all': answering(''),
  'JSON null': answering(null),
  'JSON of another shape': answering({ results: { 0: 'song' }, data: 7, recordings: 'none' }),
  'status 500': answering('', 500),
  'status 403': answering('', 403),
  'status 404': answering('', 404),
  'an empty redirect': answering('', 302),
}

/** Events, kept. */
export function recordingEvents() {
  const states: string[] = []
  const calls: string[] = []
  const events: ProviderEvents = {
    onStateChange: (provider, state) => void states.push(`${provider} ${state}`),
    onCall: (provider, outcome) => void calls.push(`${provider} ${outcome}`),
  }
  return { events, states, calls }
}

/** The signal of somebody who waits for ever. */
export const PATIENT = new AbortController().signal
setMaxListeners(0, PATIENT)

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}
