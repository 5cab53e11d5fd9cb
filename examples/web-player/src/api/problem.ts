/** Why a call got no answer, as far as the app treats it differently. */
export type ProblemKind =
  /** Nobody answered: no network, or no service. */
  | 'unreachable'
  /** Too many calls, or a service that is too busy; `retryAfterSeconds` says when to come back. */
  | 'busy'
  /** The token is no longer good. */
  | 'signed-out'
  /** The service says no, in a sentence for the person who asked. */
  | 'refused'
  /** A fault of the service. */
  | 'failed'

export interface ProblemDetails {
  readonly kind: ProblemKind
  readonly message: string
  /** A whole number of seconds, at least 1. */
  readonly retryAfterSeconds?: number | undefined
  /** Sentences about single fields, by name. */
  readonly fields?: Readonly<Record<string, string>>
}

/** A call that got no answer; the message is a sentence to show. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly retryAfterSeconds: number | undefined
  readonly fields: Readonly<Record<string, string>>

  constructor({ kind, message, retryAfterSeconds, fields = {} }: ProblemDetails, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Problem'
    this.kind = kind
    this.retryAfterSeconds = retryAfterSeconds
    this.fields = fields
  }
}

const WORDS = {
  unreachable: 'The service cannot be reached. Check your connection.',
  busy: 'The service is busy. Please try again in a moment.',
  'signed-out': 'Please sign in again.',
  failed: 'Something went wrong on our side. Please try again.',
} as const

/** A problem in words of the app, where the service has none. */
export function problemOfKind(kind: keyof typeof WORDS, cause?: unknown): Problem {
  return new Problem({ kind, message: WORDS[kind] }, { cause })
}

/** A sentence to show for whatever went wrong. */
export function messageOf(error: Error): string {
  return error instanceof Problem ? error.message : WORDS.failed
}

/** What a proxy answers in place of a service that is not there. */
export const isGatewayStatus = (status: number): boolean => status === 502 || status === 504

const DEFAULT_WAIT_SECONDS = 5

/** Makes a problem of an answer that is not a success. */
export function problemOf(response: Response, body: unknown): Problem {
  const { status } = response
  const { sentence, fields } = said(body)
  const retryAfterSeconds = waitOf(response.headers.get('Retry-After'))
  if (isGatewayStatus(status)) return problemOfKind('unreachable')
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined))
    return new Problem({
      kind: 'busy',
      message: sentence ?? WORDS.busy,
      retryAfterSeconds: retryAfterSeconds ?? DEFAULT_WAIT_SECONDS,
    })
  const kind = status === 401 ? 'signed-out' : status >= 500 || sentence === undefined ? 'failed' : 'refused'
  if (kind === 'refused') return new Problem({ kind, message: sentence!, fields })
  // "Internal server error" tells a listener nothing.
  return new Problem({ kind, message: (status === 500 ? undefined : sentence) ?? WORDS[kind] })
}

interface FieldProblem {
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

/** The service's own words: a sentence, or one for every field that broke a rule. Proxies speak differently. */
function said(body: unknown): { sentence?: string; fields: Readonly<Record<string, string>> } {
  const detail = (body as { detail?: unknown } | null | undefined)?.detail
  if (typeof detail === 'string' && detail !== '') return { sentence: detail, fields: {} }
  if (!Array.isArray(detail) || detail.length === 0) return { fields: {} }
  const problems = detail.filter(isFieldProblem)
  const fields: Record<string, string> = {}
  // A field that breaks two rules has the first one's words: mending that often mends both.
  for (const { loc, msg } of problems) fields[String(loc.at(-1))] ??= msg
  return problems.length === 0 ? { fields } : { sentence: problems.map(({ msg }) => msg).join('. '), fields }
}

function isFieldProblem(problem: unknown): problem is FieldProblem {
  const { loc, msg } = (problem ?? {}) as Partial<FieldProblem>
  return Array.isArray(loc) && typeof msg === 'string'
}

/** Seconds to wait by a `Retry-After`, which is a number of seconds or a date; at least one. */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(Math.ceil(seconds), 1) : undefined
}
