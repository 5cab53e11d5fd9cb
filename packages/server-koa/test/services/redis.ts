import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endProcess, freePort, signalFamily, startProcess } from './processes.js'
import { skipWithout } from './requirement.js'

/** A running Redis that one test file has for itself. It keeps nothing on disk. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Ends it; everything in it is lost. */
  stop(): Promise<void>
  /** Starts it again after `stop`, empty, at the same port. */
  start(): Promise<void>
  /** Stops and starts. */
  restart(): Promise<void>
  /** Lets it stand still: connections stay open, and nobody answers. */
  pause(): void
  resume(): void
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

const PLACES = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server']
const PROGRAM = PLACES.find((place) => existsSync(place))
export const REDIS_MISSING =
  PROGRAM === undefined
    ? 'No Redis here: install it, as "node scripts/services.mjs" does. Tests of the cache need it.'
    : undefined

/** Skips tests where Redis is not installed. */
export function requireRedis(): void {
  skipWithout(REDIS_MISSING)
}

/** Starts a Redis of one's own. */
export async function redisServer(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redux-redis-'))
  const port = await freePort()
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
    // One for each test that wants an empty one.
    '--databases',
    '10000',
  ]
  let server: ChildProcess
  const start = async () => {
    server = await startProcess({ command: PROGRAM!, args, ready: 'Ready to accept connections' })
  }
  const stop = () => endProcess(server, 'SIGKILL')
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    stop,
    async restart() {
      await stop()
      await start()
    },
    pause: () => signalFamily(server.pid!, 'SIGSTOP'),
    resume: () => signalFamily(server.pid!, 'SIGCONT'),
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
