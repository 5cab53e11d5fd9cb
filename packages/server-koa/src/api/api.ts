import { Router } from '@koa/router'
import { type Authentication, authenticate } from '../middleware/authenticate.js'
import { parseFormBody, parseJsonBody } from '../middleware/parse-body.js'
import type { RequestState, Step } from '../middleware/step.js'
import { checkBody, checkQuery } from '../middleware/validate.js'
import { sendJson } from '../wire.js'
import { type Asset, sendAsset } from './asset.js'
import type { Answered, Asked, Handler, Operation } from './operation.js'

export interface ApiOptions {
  readonly authentication: Authentication
  /** Largest request body. */
  readonly bodyLimitBytes: number
}

/** The calls of the service: serves each {@link Operation} and remembers it for the document. */
export class Api {
  readonly router = new Router<RequestState>({ sensitive: true })
  readonly #operations: Operation[] = []
  readonly #options: ApiOptions

  constructor(options: ApiOptions) {
    this.#options = options
  }

  /** Every operation served so far, in the order of serving. */
  get operations(): readonly Operation[] {
    return this.#operations
  }

  /** Serves an operation: who asks, the body, the checks, then the handler. */
  serve<const O extends Operation, const A extends Answered<O>>(operation: O, handle: Handler<O, A>): void {
    this.#operations.push(operation)
    const { status = 200, contentType, kept } = operation.answer
    const answer: Step = async (ctx) => {
      const { account, token, address, requestId, input } = ctx.state
      const asked = { input, account: account ?? null, token: token ?? null, address, requestId }
      const value = await handle(asked as Asked<O>)
      if (kept) return sendAsset(ctx, value as Asset)
      ctx.status = status
      if (contentType === undefined) return sendJson(ctx, value)
      ctx.body = value
      ctx.type = contentType
    }
    const steps: Step[] = [
      ...(operation.noStore ? [noStore] : []),
      ...authenticate(operation, this.#options.authentication),
      ...this.#read(operation),
      answer,
    ]
    this.router[operation.method](operation.path, ...steps)
  }

  /** The steps that read and check what comes with a request. */
  #read({ query, json, form }: Operation): Step[] {
    const { bodyLimitBytes } = this.#options
    if (json) return [...parseJsonBody(bodyLimitBytes), checkBody(json)]
    if (form) return [...parseFormBody(bodyLimitBytes), checkBody(form)]
    return query ? [checkQuery(query)] : []
  }
}

/** Answers with a token or a person's data in them stay out of every cache. */
const noStore: Step = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store')
  return next()
}
