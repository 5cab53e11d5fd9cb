import type { Lifecycle } from '../lifecycle.js'
import type { Step } from './step.js'

/** Set by a proxy on requests that it sends to another replica when this one answers with that status. */
const HEADER = 'X-If-Draining'
/** No answer of ours ever has it otherwise, so a proxy can tell that nothing was done. */
const STATUS = 502

/**
 * Sends requests elsewhere while the process stops, where the proxy before it has asked for that (`deploy/nginx`): so it
 * learns that nobody is to be sent here before the port closes, and not by a request that breaks off.
 */
export function elsewhere(lifecycle: Readonly<Lifecycle>): Step {
  return async (ctx, next) => {
    if (!lifecycle.draining || ctx.get(HEADER) !== String(STATUS)) return next()
    ctx.status = STATUS
    ctx.body = { detail: 'This replica is stopping; another one has to answer' }
  }
}
