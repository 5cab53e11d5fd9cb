import type { z } from 'zod'
import { ProviderError } from './provider-error.js'

/** Where reading an answer stops; the largest that are asked for have some 200 kB. */
const MAX_BYTES = 1024 * 1024
/** The Cover Art Archive needs two. */
const MAX_REDIRECTS = 5
/** A provider that asks for more is tried again after that all the same. */
const MAX_RETRY_AFTER_MS = 600_000

/** An address below a base address, which may have a path of its own. */
export function endpoint(baseUrl: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(path, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
  url.search = String(new URLSearchParams(query))
  return url
}

/**
 * Gets JSON of a known shape from somebody who is not to be trusted: at most 1 MiB of it, after at most five
 * redirects to other web addresses. Time is the signal's to limit.
 *
 * @throws {@link ProviderError} for whatever else comes back.
 */
export async function fetchJson<T>(
  url: URL,
  schema: z.ZodType<T>,
  { signal, headers = {} }: { signal: AbortSignal; headers?: Readonly<Record<string, string>> },
): Promise<T> {
  try {
    const response = await follow(url, { signal, headers: { Accept: 'application/json', ...headers } })
    if (!response.ok) throw await refusal(response)
    const parsed = schema.safeParse(parseJson(await readText(response)))
    if (parsed.success) return parsed.data
    const [{ path, message }] = parsed.error.issues
    throw new ProviderError('BAD_ANSWER', `answered unexpected JSON at "${path.join('.')}": ${message}`)
  } catch (error) {
    throw error instanceof ProviderError ? error : broken(error)
  }
}

async function follow(start: URL, init: RequestInit): Promise<Response> {
  let url = start
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (next === undefined || !/^https?:$/.test(next.protocol))
      throw new ProviderError('BAD_ANSWER', 'redirected to what is no web address')
    url = next
  }
  throw new ProviderError('BAD_ANSWER', `redirected more than ${MAX_REDIRECTS} times`)
}

async function refusal(response: Response): Promise<ProviderError> {
  const { status, headers } = response
  await response.body?.cancel()
  return new ProviderError(codeOf(status), `answered ${status}`, {
    status,
    retryAfterMs: status === 429 || status === 503 ? parseRetryAfter(headers.get('retry-after')) : undefined,
  })
}

function codeOf(status: number) {
  if (status === 429) return 'LIMITED'
  if (status === 401 || status === 403) return 'FORBIDDEN'
  if (status >= 500) return 'SERVER_ERROR'
  return status >= 400 ? 'REJECTED' : 'BAD_ANSWER'
}

/** Seconds or a date, RFC 9110 section 10.2.3. */
function parseRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS)
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop by an error cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new ProviderError('BAD_ANSWER', `answered more than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProviderError('BAD_ANSWER', 'answered no JSON', { cause: error })
  }
}

/** What fetch throws: "fetch failed", with the reason as its cause. */
function broken(error: unknown): ProviderError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ProviderError('UNREACHABLE', `cannot be reached: ${reason}`, { cause: error })
}
