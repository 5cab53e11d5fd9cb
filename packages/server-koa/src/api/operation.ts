import type { z } from 'zod'
import type { HttpErrorCode } from '../errors.js'
import type { Account } from '../stores/store.js'
import type { Asset } from './asset.js'

/** What an answer that went well looks like. */
interface Answer<Schema extends z.ZodType = z.ZodType> {
  /** Default 200. */
  readonly status?: number
  readonly description: string
  /** Of an answer that is not JSON; its handler returns the text, and the schema is that of a string. */
  readonly contentType?: string
  /**
   * Whether it is the same for everybody and for long, so that its handler returns it ready for sending: clients keep
   * it and are told 304 while it is what they have.
   */
  readonly kept?: boolean
  readonly schema: Schema
}

/**
 * One call of the service, told once: the router serves it, the schemas check what comes in, the compiler holds the
 * handler to the answer, and the OpenAPI document describes all of it.
 */
export interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  /** A few words for a list of calls. */
  readonly summary: string
  /** What a summary cannot hold. */
  readonly description?: string
  readonly tag: 'Accounts' | 'Catalogue' | 'Recommendations' | 'Operations'
  /**
   * - `anyone`: a token is not looked at
   * - `optional`: a missing, bad or expired token makes the caller anonymous
   * - `required`: without a good token 401
   */
  readonly caller: 'anyone' | 'optional' | 'required'
  /**
   * Of calls with an `optional` caller: whether a signed-in caller is answered as an anonymous one while accounts
   * cannot be read, rather than with 503.
   */
  readonly withoutAccounts?: 'as anonymous'
  /** Whether answers must stay out of every cache on their way. */
  readonly noStore?: boolean
  readonly query?: z.ZodType
  readonly json?: z.ZodType
  /** A form-urlencoded body. */
  readonly form?: z.ZodType
  readonly answer: Answer
  /** What it may be refused with, beside what its caller, query and body imply. */
  readonly errors?: readonly HttpErrorCode[]
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : unknown

/** What the checked query or body of an operation is. No operation has both. */
type InputOf<O extends Operation> = O extends { readonly query: infer Q }
  ? Output<Q>
  : O extends { readonly json: infer J }
    ? Output<J>
    : O extends { readonly form: infer F }
      ? Output<F>
      : undefined

type CallerOf<O extends Operation> = O['caller'] extends 'required'
  ? Account
  : O['caller'] extends 'optional'
    ? Account | null
    : null

/** A request that has passed every check of its operation. */
export interface Asked<O extends Operation> {
  readonly input: InputOf<O>
  /** `null` for an anonymous caller. */
  readonly account: CallerOf<O>
  /** Id of the token the caller came with, and when it expires (UTC milliseconds); `null` where there is none. */
  readonly token: { readonly id: string; readonly expiresAt: number } | null
  /** The client's address, of a trusted proxy's telling where the settings say so. */
  readonly address: string
  readonly requestId: string
}

/** What an operation is answered with. */
export type Answered<O extends Operation> = O['answer'] extends { readonly kept: true }
  ? Asset
  : z.input<O['answer']['schema']>

/**
 * Answers one operation. What it returns is sent as JSON, or as it is where the answer has a type of its own or is
 * kept.
 */
export type Handler<O extends Operation, A extends Answered<O> = Answered<O>> = (
  asked: Asked<O>,
) => A | Promise<A>

/** An operation with its exact type, which its {@link Handler} is held to. */
export function operation<const O extends Operation>(definition: O): O {
  return definition
}
