import { EventEmitter } from 'node:events'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import Koa from 'koa'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ListenSettings, listen, untilSignal } from '../src/index.js'

const logger = pino({ level: 'silent' })

/** Listens with an app whose only answer comes when the returned `finish` is called. */
async function listenSlowly(
  changed: Partial<ListenSettings> = {},
  afterStop: () => Promise<void> = async () => {},
) {
  let finish = () => {}
  let arrived = () => {}
  const inFlight = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const app = new Koa()
  app.use(async (ctx) => {
    arrived()
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    ctx.body = 'finished'
  })
  app.silent = true
  const settings = {
    host: '127.0.0.1',
    port: 0,
    shutdownDelayMs: 0,
    shutdownTimeoutMs: 5000,
    requestTimeoutMs: 60_000,
    headerLimitBytes: 16_384,
    ...changed,
  }
  const lifecycle = { draining: false }
  const server = await listen(app, { settings, lifecycle, logger, afterStop })
  onTestFinished(() => {
    finish()
    return server.stop()
  })
  return { server, lifecycle, inFlight, finish: () => finish() }
}

/** Asks over a connection of the agent's; `connection` is what the answer says of its future. */
function ask(url: string, agent: Agent): Promise<{ status?: number; connection?: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume()
      const { statusCode: status, headers } = response
      response.on('end', () => resolve({ status, connection: headers.connection }))
    }).on('error', reject)
  })
}

describe('listen', () => {
  test('tells where it listens', async () => {
    const { server } = await listenSlowly()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test('refuses a port that is taken in a sentence with address, port and setting', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as { port: number }
    await expect(listenSlowly({ port })).rejects.toMatchObject({
      code: 'CANNOT_LISTEN',
      message: `The server cannot listen at 127.0.0.1 port ${port}: another program already does. Stop it, or set PORT to another port.`,
    })
  })

  test('refuses an address this machine does not have', async () => {
    await expect(listenSlowly({ host: '203.0.113.1' })).rejects.toMatchObject({ code: 'CANNOT_LISTEN' })
  })
})

describe('stop', () => {
  test('lets a request in flight finish, takes no new one, and then cleans up', async () => {
    const events: string[] = []
    const { server, inFlight, finish } = await listenSlowly({}, async () => void events.push('cleaned up'))
    const answer = fetch(server.url).then((response) => response.text())
    await inFlight
    const stopped = server.stop().then(() => events.push('stopped'))
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    expect(events).toEqual([])
    finish()
    expect(await answer).toBe('finished')
    await stopped
    expect(events).toEqual(['cleaned up', 'stopped'])
  })

  test('does not wait for a connection that is kept alive after its answer', async () => {
    const { server, inFlight, finish } = await listenSlowly()
    const answer = fetch(server.url)
    await inFlight
    const startedAt = performance.now()
    const stopped = server.stop()
    finish()
    await (await answer).text()
    await stopped
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  test('answers for the set delay after it was told to stop, and says so meanwhile', async () => {
    const { server, lifecycle, inFlight, finish } = await listenSlowly({ shutdownDelayMs: 300 })
    const stopped = server.stop()
    expect(lifecycle.draining).toBe(true)
    const answer = fetch(server.url).then((response) => response.text())
    await inFlight
    finish()
    expect(await answer).toBe('finished')
    await stopped
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })

  test('ends a kept-alive connection with an answer that says so, not under a request', async () => {
    const { server, inFlight, finish } = await listenSlowly()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const first = ask(server.url, agent)
    await inFlight
    const stopped = server.stop()
    finish()
    expect(await first).toEqual({ status: 200, connection: 'keep-alive' })
    const second = ask(server.url, agent)
    const finishing = setInterval(finish, 10)
    expect(await second).toEqual({ status: 200, connection: 'close' })
    clearInterval(finishing)
    await stopped
  })

  test('cuts what outlasts the time limit', async () => {
    const { server, inFlight } = await listenSlowly({ shutdownTimeoutMs: 50 })
    const answer = expect(fetch(server.url)).rejects.toThrow('fetch failed')
    await inFlight
    await server.stop()
    await answer
  })

  test('called twice waits for the first and cleans up once', async () => {
    let cleanups = 0
    const { server } = await listenSlowly({}, async () => void cleanups++)
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    expect(cleanups).toBe(1)
  })
})

describe('untilSignal', () => {
  test('reloads at SIGHUP and goes on', async () => {
    const { server } = await listenSlowly()
    const signals = new EventEmitter()
    let reloads = 0
    const exitCode = untilSignal({ ...server, reload: async () => void reloads++ }, signals)
    signals.emit('SIGHUP')
    signals.emit('SIGHUP')
    expect(reloads).toBe(2)
    signals.emit('SIGTERM')
    expect(await exitCode).toBe(0)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('resolves to 0 when %s stopped the server', async (signal) => {
    const { server } = await listenSlowly()
    const signals = new EventEmitter()
    const exitCode = untilSignal({ ...server, reload: async () => {} }, signals)
    signals.emit(signal)
    expect(await exitCode).toBe(0)
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('does not wait after a second signal: %s', async (second, expected) => {
    const { server, inFlight, finish } = await listenSlowly()
    const answer = fetch(server.url)
    await inFlight
    const signals = new EventEmitter()
    const exitCode = untilSignal({ ...server, reload: async () => {} }, signals)
    signals.emit('SIGTERM')
    signals.emit(second)
    expect(await exitCode).toBe(expected)
    finish()
    await answer
  })
})
