/** One refused field of a body or query, in the shape clients of the service know. */
export interface ValidationProblem {
  /** Where: `"body"` or `"query"`, then the way to the field. */
  readonly loc: readonly (string | number)[]
  readonly msg: string
  /** A stable word for the rule that was broken, such as `missing` or `less_than_equal`. */
  readonly type: string
}

/** The one place where a stable code becomes a status and the sentence a client may see. */
const ANSWERS = {
  USERNAME_TAKEN: { status: 400, detail: 'Username already exists' },
  BAD_CREDENTIALS: { status: 400, detail: 'Incorrect username or password' },
  NO_SEEDS: { status: 400, detail: 'At least one seed is required.' },
  SONG_NOT_IN_CATALOGUE: { status: 400, detail: 'Song not in catalogue' },
  SONG_NOT_IN_MODEL: { status: 400, detail: "Song '%s' not in model catalogue." },
  INCOMPLETE_BODY: { status: 400, detail: 'The request ended before its body was complete' },
  WRONG_PASSWORD: { status: 400, detail: 'Incorrect password' },
  NOT_AUTHENTICATED: { status: 401, detail: 'Authentication required' },
  NOT_FOUND: { status: 404, detail: 'Not Found' },
  NO_TASTE_MAP: {
    status: 404,
    detail: 'The served version has no taste map; it was trained by a release that made none',
  },
  METHOD_NOT_ALLOWED: { status: 405, detail: 'Method Not Allowed' },
  BODY_TOO_LARGE: { status: 413, detail: 'The request body is larger than %s bytes' },
  ENCODED_BODY: { status: 415, detail: 'The request body must not be compressed' },
  INVALID_REQUEST: { status: 422, detail: 'The request is not valid' },
  TOO_MANY_REQUESTS: { status: 429, detail: 'Too many requests; please try again in %s seconds' },
  TOO_MANY_LOGINS: { status: 429, detail: 'Too many failed logins; please try again in %s seconds' },
  INTERNAL: { status: 500, detail: 'Internal server error' },
  ACCOUNTS_UNAVAILABLE: {
    status: 503,
    detail: 'Accounts are not available at the moment; please try again in a few seconds',
  },
  NOT_READY: { status: 503, detail: 'The service is not ready: %s' },
  BUSY: { status: 503, detail: 'The service is busy; please try again in a few seconds' },
} as const

/** Status and sentence of every code, for the document. */
export const HTTP_ERRORS: Readonly<
  Record<HttpErrorCode, { readonly status: number; readonly detail: string }>
> = ANSWERS

/** What went wrong with a request, as a stable code; {@link HttpError} turns it into status and sentence. */
export type HttpErrorCode = keyof typeof ANSWERS

export interface HttpErrorOptions extends ErrorOptions {
  /** Takes the place of `%s` in the sentence of the code. */
  readonly about?: string | number
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** Takes the place of the sentence as a whole; of {@link HttpErrorCode} `INVALID_REQUEST` only. */
  readonly problems?: readonly ValidationProblem[]
}

/**
 * A request that cannot be answered as asked. In three parts: `code` for programs, `detail` for the client,
 * `cause` for the log alone.
 */
export class HttpError extends Error {
  static {
    HttpError.prototype.name = 'HttpError'
  }
  readonly code: HttpErrorCode
  readonly status: number
  readonly detail: string | readonly ValidationProblem[]
  /** When to come back, where that is known. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: HttpErrorCode, options: HttpErrorOptions = {}) {
    const { about, problems, retryAfterSeconds, ...rest } = options
    const sentence = ANSWERS[code].detail.replace('%s', () => String(about))
    super(sentence, rest)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.status = ANSWERS[code].status
    this.detail = problems ?? sentence
  }
}

/**
 * Why a server could not start:
 *
 * - `INVALID_SETTINGS` one or more settings cannot be used; the message lists all of them
 * - `BAD_ARTIFACTS` the artifacts folder is missing, empty or damaged
 * - `BAD_DATABASE` the database cannot be opened, is not ours, or was written by a newer release
 * - `CANNOT_LISTEN` the address is taken, forbidden or does not exist
 * - `WORKER_ENDED` a worker process ended before it could listen
 */
export type StartErrorCode =
  | 'INVALID_SETTINGS'
  | 'BAD_ARTIFACTS'
  | 'BAD_DATABASE'
  | 'CANNOT_LISTEN'
  | 'WORKER_ENDED'

/** A start that failed for a reason whoever starts the server can mend. Its message says how. */
export class StartError extends Error {
  static {
    StartError.prototype.name = 'StartError'
  }
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
