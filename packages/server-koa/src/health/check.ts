import { setTimeout as wait } from 'node:timers/promises'

/** How long something may take to answer. What has not answered by then is down. */
const LIMIT_MS = 1000

/** What a check has found out. */
interface Finding {
  /** Of what is checked, where it has one. */
  readonly version?: string
  /** Why it is down, in words for everybody: `/health` is public. Nothing when it works. */
  readonly detail?: string
  /** Why exactly, for the log alone: it may name hosts. */
  readonly cause?: unknown
}

/** Looks at one thing that the service needs. Never rejects, and takes little more than a second at most. */
export type Check = () => Promise<Finding>

/** A {@link Finding} and how long it took to get. */
export interface ComponentState extends Finding {
  readonly status: 'ok' | 'down'
  readonly latencyMs: number
}

export async function run(check: Check): Promise<ComponentState> {
  const startedAt = performance.now()
  const finding = await check()
  const status = finding.detail === undefined ? 'ok' : 'down'
  return { status, latencyMs: performance.now() - startedAt, ...finding }
}

/**
 * Checks that something answers.
 *
 * @param detail - Of what does not.
 */
export function answers(ping: () => Promise<unknown>, detail: string): Check {
  return async () => {
    const limit = new AbortController()
    try {
      await Promise.race([ping(), tooLate(limit.signal)])
      return {}
    } catch (cause) {
      return { detail, cause }
    } finally {
      limit.abort()
    }
  }
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await wait(LIMIT_MS, undefined, { signal })
  throw new Error(`no answer within ${LIMIT_MS} ms`)
}
