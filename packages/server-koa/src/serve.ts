import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type Koa from 'koa'
import { StartError } from './errors.js'
import type { Log } from './log.js'

/** A client that takes longer than this to send its request is cut off. */
const REQUEST_TIMEOUT_MS = 60_000
/** How often a stopping server looks for connections that have become idle. */
const IDLE_SWEEP_MS = 25

export interface ListenOptions {
  readonly host: string
  /** 0 takes a free one; {@link RunningServer.url} tells which. */
  readonly port: number
  /** How long requests in flight may take once {@link RunningServer.stop} is called. */
  readonly shutdownTimeoutMs: number
  readonly logger: Log
  /** Runs once, after the last connection is gone. */
  readonly afterStop?: () => Promise<void>
}

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8000`. */
  readonly url: string
  /**
   * Stops accepting connections, lets requests in flight finish, cuts those that outlast the time limit, and
   * resolves when all is closed. Further calls wait for the first.
   */
  stop(): Promise<void>
}

/**
 * Listens with an app.
 *
 * @throws {@link StartError} CANNOT_LISTEN when the address is taken, forbidden or does not exist.
 */
export async function listen(app: Koa, options: ListenOptions): Promise<RunningServer> {
  const server = createServer(app.callback())
  server.requestTimeout = REQUEST_TIMEOUT_MS
  const drain = drainable(server)
  await openPort(server, options)
  const url = urlOf(server.address() as AddressInfo)
  options.logger.info({ url }, `Redux Recommender is ready at ${url}`)

  let stopped: Promise<void> | undefined
  const stopOnce = async () => {
    options.logger.info({}, 'stopping: waiting for requests in flight')
    if (!(await drain(options.shutdownTimeoutMs)))
      options.logger.warn({ shutdownTimeoutMs: options.shutdownTimeoutMs }, 'requests in flight were cut off')
    await options.afterStop?.()
    options.logger.info({}, 'stopped')
  }
  const stop = () => {
    stopped ??= stopOnce()
    return stopped
  }
  return { url, stop }
}

function openPort(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = LISTEN_FAILURES[error.code ?? ''] ?? error.message
      const message = `The server cannot listen at ${host} port ${port}: ${why}.`
      reject(new StartError('CANNOT_LISTEN', message, { cause: error }))
    })
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program already does. Stop it, or set PORT to another port',
  EACCES: 'this user may not. Set PORT to 1024 or above',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one it has',
  ENOTFOUND: 'there is no host of that name. Set HOST to an address of this machine',
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** Prepares a server for {@link RunningServer.stop}. The function it returns resolves to whether nothing was cut. */
function drainable(server: Server): (timeoutMs: number) => Promise<boolean> {
  let draining = false
  server.on('request', (_request, response) => {
    if (draining) response.setHeader('Connection', 'close')
  })
  return (timeoutMs) =>
    new Promise((resolve) => {
      draining = true
      let complete = true
      // A connection kept alive after its answer would idle on and hold up the end.
      const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
      const timer = setTimeout(() => {
        complete = false
        server.closeAllConnections()
      }, timeoutMs)
      server.close(() => {
        clearInterval(sweep)
        clearTimeout(timer)
        resolve(complete)
      })
      server.closeIdleConnections()
    })
}

/** The part of `process` {@link untilSignal} listens to. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

/**
 * Waits to be told to stop. The first SIGTERM or SIGINT stops the server in good order; a second one, from
 * somebody who will not wait, ends the wait at once.
 *
 * @returns The exit code to leave with: 0 after an orderly stop, 130 or 143 after a second signal.
 */
export function untilSignal(server: RunningServer, signals: SignalSource): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = false
    const tell = (exitCode: number) => () => {
      if (told) return resolve(exitCode)
      told = true
      server.stop().then(() => resolve(0), reject)
    }
    signals.on('SIGINT', tell(130))
    signals.on('SIGTERM', tell(143))
  })
}
