import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** All keys of the service begin with it, so that one Redis can serve others too. */
const KEY_PREFIX = 'redux:'
/** How long a command may take. A command on a healthy Redis takes well under a millisecond. */
const COMMAND_TIMEOUT_MS = 250
/** How often a connection is asked whether it still answers. */
const HEARTBEAT_MS = 250
/** The longest wait between two attempts to connect. */
const MAX_BACKOFF_MS = 1000

export interface RedisProblems {
  /** Told once for each outage. */
  readonly onProblem?: (error: Error) => void
  /** Told when Redis answers again after an outage. */
  readonly onRecovery?: () => void
}

/**
 * Connects to Redis and stays at it: a lost connection is made again for as long as it takes. Returns at once, before
 * the connection is made. While `status` is not `ready` commands reject at once; while it is, within
 * {@link COMMAND_TIMEOUT_MS} or twice that behind others.
 *
 * @param url - `redis://[user:password@]host:port/database`, or `rediss://` for TLS.
 * @returns A client whose keys all begin with `redux:`. To be closed with {@link disconnectRedis}.
 */
export function connectRedis(url: string, { onProblem, onRecovery }: RedisProblems = {}): Redis {
  const redis = new Redis(url, {
    keyPrefix: KEY_PREFIX,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 2000,
    enableOfflineQueue: false,
    // A command whose connection broke is lost at once; nobody waits for it until the next connection.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(2 ** Math.min(attempt, 20) * 25, MAX_BACKOFF_MS),
    enableAutoPipelining: true,
    autoPipeliningIgnoredCommands: ['ping'],
    disableClientInfo: true,
  })
  let isOut = false
  const out = (cause?: Error) => {
    if (isOut) return
    isOut = true
    onProblem?.(unreachable(redis, cause))
  }
  redis.on('error', out)
  // A close that was asked for has already become the end.
  redis.on('close', () => redis.status === 'end' || out())
  redis.on('ready', () => {
    if (isOut) onRecovery?.()
    isOut = false
    void keepAsking(redis)
  })
  return redis
}

/** Waits until the connection is made or the first attempt has failed, a second at most. Never rejects. */
export async function firstAttempt(redis: Redis): Promise<void> {
  const over = new AbortController()
  const { signal } = over
  const ends = [
    once(redis, 'ready', { signal }),
    once(redis, 'close', { signal }),
    wait(1000, null, { signal }),
  ]
  await Promise.race(ends).catch(() => {})
  over.abort()
  await Promise.allSettled(ends)
}

/**
 * A Redis that hangs, or is behind a network that swallows everything, leaves its connection open. As long as it is,
 * every command would wait for its time to be up; so a connection that does not answer is given up. The next one
 * becomes ready when Redis answers.
 */
async function keepAsking(redis: Redis): Promise<void> {
  const { stream } = redis
  for (;;) {
    await wait(HEARTBEAT_MS, undefined, { ref: false })
    if (redis.status !== 'ready' || redis.stream !== stream) return
    try {
      await redis.ping()
    } catch {
      if (redis.stream === stream) stream.destroy()
      return
    }
  }
}

/** An error that says which Redis, never with which password. */
export function unreachable(redis: Redis, cause?: Error): Error {
  const { host, port, path } = redis.options
  const reason =
    cause?.message || (cause as NodeJS.ErrnoException | undefined)?.code || 'the connection was lost'
  const message = `Redis at ${path ?? `${host}:${port}`} cannot be reached: ${reason}. It is tried again every second.`
  return new Error(message, { cause })
}

/** Ends the connection for good, after what was sent on it is done. Never rejects. */
export async function disconnectRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => {})
  redis.disconnect()
  // A Redis that hangs would not close its end.
  redis.stream?.destroy()
}
