import createClient, { type Middleware } from 'openapi-fetch'
import { useConnection } from '../session/connection.js'
import { goodToken, useSession } from '../session/session.js'
import { isGatewayStatus, Problem, problemOf, problemOfKind } from './problem.js'
import type { paths } from './schema.js'

/** A call that takes longer is not waited for: the network has swallowed it. */
const LONGEST_CALL_MS = 30_000

/** Signs calls, and tells the session and the connection what came of them. */
const session: Middleware = {
  onRequest({ request, schemaPath }) {
    if (schemaPath.startsWith('/auth/')) return
    const token = goodToken()
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`)
    // The service would take an account whose session has ended for a stranger, and give it a stranger's answers.
    else if (useSession.getState().hasExpired) throw problemOfKind('signed-out')
  },
  onResponse({ request, response }) {
    if (isGatewayStatus(response.status)) useConnection.getState().lost()
    else useConnection.getState().reached()
    const sent = request.headers.get('Authorization')
    if (response.status === 401 && sent !== null) useSession.getState().expire(sent.slice('Bearer '.length))
  },
  onError({ error, request }) {
    // Nobody wants the answer any more.
    if (request.signal.aborted) return
    useConnection.getState().lost()
    return problemOfKind('unreachable', error)
  },
}

/** The service's calls, typed by its OpenAPI document. Rather than through this, call {@link answerOf}. */
export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  fetch: (request) =>
    fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_CALL_MS)]) }),
})
client.use(session)

/**
 * The answer to a call.
 *
 * @throws {@link problemOf} of an answer that is not a success; what aborted the call, if anything did
 */
export async function answerOf<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  const { data, error, response } = await call.catch(asProblem)
  if (!response.ok) throw problemOf(response, error)
  return data as NonNullable<T>
}

/** What may go wrong while an answer is read. */
function asProblem(error: unknown): never {
  // Whoever stands between may answer with a page of their own, which is no JSON.
  if (error instanceof SyntaxError) throw problemOfKind('failed', error)
  const isWanted = !(error instanceof DOMException && error.name === 'AbortError')
  // The connection broke in the middle.
  if (isWanted && !(error instanceof Problem)) {
    useConnection.getState().lost()
    throw problemOfKind('unreachable', error)
  }
  throw error
}
