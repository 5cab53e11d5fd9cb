import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type Koa from 'koa'
import { StartError } from '../errors.js'
import type { Lifecycle } from '../lifecycle.js'
import type { Log } from '../log.js'
import type { Settings } from '../settings/settings.js'

/**
 * How long a connection without a request stays open. Longer than proxies keep theirs (nginx: 60 s), or one would now
 * and then send a request into a connection that is just being closed.
 */
const KEEP_ALIVE_MS = 75_000
/** Nothing is sent while an answer is being made, which takes less than this even where databases or providers stall. */
const SLOWEST_ANSWER_MS = 20_000
/** How often connections are looked at for requests that take too long to arrive. */
const CHECK_INTERVAL_MS = 5000
/** How often a stopping server looks for connections that have become idle. */
const IDLE_SWEEP_MS = 25
/**
 * How long a stopping server leaves idle connections open. A client about to send its next request there gets an
 * answer, and with it the word that the connection ends, in place of a broken connection.
 */
const IDLE_GRACE_MS = 500

export type ListenSettings = Pick<
  Settings,
  'host' | 'port' | 'shutdownDelayMs' | 'shutdownTimeoutMs' | 'requestTimeoutMs' | 'headerLimitBytes'
>

export interface ListenOptions {
  /** A port of 0 takes a free one; {@link RunningServer.url} tells which. */
  readonly settings: ListenSettings
  /** Told when the server begins to stop. */
  readonly lifecycle: Lifecycle
  readonly logger: Log
  /** Runs once, after the last connection is gone. */
  readonly afterStop?: () => Promise<void>
}

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8000`. */
  readonly url: string
  /**
   * Says so where readiness is asked for and goes on for the set delay; then stops accepting connections, lets
   * requests in flight finish, cuts those that outlast the time limit, and resolves when all is closed. Further calls
   * wait for the first.
   */
  stop(options?: StopOptions): Promise<void>
}

export interface StopOptions {
  /**
   * Whether another process goes on at the same port. Then whoever asks for readiness is not sent away, and needs no
   * time to notice. @defaultValue false
   */
  readonly replaced?: boolean
}

/**
 * Listens with an app.
 *
 * @throws {@link StartError} CANNOT_LISTEN when the address is taken, forbidden or does not exist.
 */
export async function listen(app: Koa, options: ListenOptions): Promise<RunningServer> {
  const { settings, lifecycle, logger } = options
  const { requestTimeoutMs, headerLimitBytes, shutdownDelayMs, shutdownTimeoutMs } = settings
  const server = createServer(
    {
      maxHeaderSize: headerLimitBytes,
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, CHECK_INTERVAL_MS),
    },
    app.callback(),
  )
  // A client that does not read its answers holds a connection and their memory for nothing. Connections between two
  // requests have the longer time limit of their own.
  server.timeout = Math.max(requestTimeoutMs, SLOWEST_ANSWER_MS)
  server.on('clientError', refuseMalformed)
  const drain = drainable(server)
  await openPort(server, settings)
  const url = urlOf(server.address() as AddressInfo)

  let stopped: Promise<void> | undefined
  const stopOnce = async ({ replaced = false }: StopOptions) => {
    lifecycle.draining = !replaced
    logger.info({ replaced }, 'stopping: waiting for requests in flight')
    if (!replaced) await wait(shutdownDelayMs)
    if (!(await drain(shutdownTimeoutMs)))
      logger.warn({ shutdownTimeoutMs }, 'requests in flight were cut off')
    await options.afterStop?.()
    logger.info({}, 'stopped')
  }
  const stop = (options: StopOptions = {}) => {
    stopped ??= stopOnce(options)
    return stopped
  }
  return { url, stop }
}

function openPort(server: Server, { host, port }: ListenSettings): Promise<void> {
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

/** Answers what is no HTTP request, as far as anybody still listens. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, detail] = MALFORMED[error.code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP request']
  const body = JSON.stringify({ detail })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\nX-Request-ID: ${randomUUID()}\r\nX-Process-Time: 0\r\n\r\n${body}`,
  )
}

const MALFORMED: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The head of the request is too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    '413 Payload Too Large',
    'The chunk extensions of the request are too large',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive'],
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
      const graceEnds = performance.now() + Math.min(IDLE_GRACE_MS, timeoutMs)
      const sweep = setInterval(() => {
        if (performance.now() >= graceEnds) server.closeIdleConnections()
      }, IDLE_SWEEP_MS)
      const timer = setTimeout(() => {
        complete = false
        server.closeAllConnections()
      }, timeoutMs)
      // Not the method of the HTTP server, which would close idle connections at once.
      NetServer.prototype.close.call(server, () => {
        clearInterval(sweep)
        clearTimeout(timer)
        resolve(complete)
      })
    })
}
