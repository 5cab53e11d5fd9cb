import type { IncomingMessage } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import type { Context } from 'koa'
import { HttpError } from '../errors.js'
import type { Step } from './step.js'

/** How much of a refused body is still read, and thrown away, before the connection is cut. */
const DISCARD_LIMIT_BYTES = 64 * 1024 * 1024

/**
 * The steps that read a JSON body, `undefined` for one of another type. A body without a type counts as JSON; one
 * that is empty or broken is answered 422.
 */
export function parseJsonBody(limitBytes: number): readonly Step[] {
  const parse = bodyParser({
    enableTypes: ['json'],
    detectJSON: (ctx) => ctx.get('Content-Type') === '',
    // Whether an object is wanted is the schema's question.
    jsonStrict: false,
    jsonLimit: limitBytes,
    onError: (error, ctx) => refuseBody(error, ctx, limitBytes),
  })
  return [refuseEncodedBody, parse, takeJson]
}

/** The steps that read a form-urlencoded body. A body of another type, or none, is a form without fields. */
export function parseFormBody(limitBytes: number): readonly Step[] {
  const parse = bodyParser({
    enableTypes: ['form'],
    formLimit: limitBytes,
    onError: (error, ctx) => refuseBody(error, ctx, limitBytes),
  })
  return [refuseEncodedBody, parse, takeForm]
}

/** What the parser leaves: `rawBody` only when the body was of a type it reads. */
interface ParsedRequest {
  readonly body?: unknown
  readonly rawBody?: string
}

const takeJson: Step = (ctx, next) => {
  const { body, rawBody } = ctx.request as ParsedRequest
  if (rawBody === '') throw invalidBody('Field required', 'missing')
  ctx.state.body = rawBody === undefined ? undefined : body
  return next()
}

const takeForm: Step = (ctx, next) => {
  ctx.state.body = (ctx.request as ParsedRequest).body ?? {}
  return next()
}

function invalidBody(msg: string, type: string): HttpError {
  return new HttpError('INVALID_REQUEST', { problems: [{ loc: ['body'], msg, type }] })
}

/** A small compressed body can unfold into a huge one, and no client of ours sends any. */
const refuseEncodedBody: Step = (ctx, next) => {
  const encoding = ctx.get('Content-Encoding')
  if (encoding !== '' && encoding !== 'identity') throw new HttpError('ENCODED_BODY')
  return next()
}

// The parser's error holds the body, passwords included, so it goes no further: not even as a cause.
function refuseBody(error: Error & { type?: string }, ctx: Context, limitBytes: number): never {
  if (error.type === 'entity.too.large') {
    discardRest(ctx.req)
    throw new HttpError('BODY_TOO_LARGE', { about: limitBytes })
  }
  if (error.type !== undefined) throw new HttpError('INCOMPLETE_BODY')
  throw invalidBody('JSON decode error', 'json_invalid')
}

/**
 * Reads on without keeping anything: a client still busy sending would otherwise never come to read the answer.
 */
function discardRest(request: IncomingMessage): void {
  let discarded = 0
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length
    if (discarded > DISCARD_LIMIT_BYTES) request.destroy()
  })
  request.resume()
}
