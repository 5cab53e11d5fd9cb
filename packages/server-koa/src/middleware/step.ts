import type { Middleware } from 'koa'
import type { User } from '../stores/store.js'

/** What the steps of a request leave for the steps after them. */
export interface RequestState {
  requestId: string
  /** Who asks: set by `authenticate`, `null` for an anonymous caller, `undefined` where nobody looked. */
  user?: User | null
}

/** One step of answering a request; `Extra` is the state it relies on beyond {@link RequestState}. */
export type Step<Extra = unknown> = Middleware<RequestState & Extra>
