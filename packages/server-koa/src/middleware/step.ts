import type { Middleware } from 'koa'
import type { Account } from '../stores/store.js'

/** What the steps of a request leave for the steps after them. */
export interface RequestState {
  requestId: string
  /** What the log and the metrics call the address, where the router does not know it. */
  route?: string
  /** Who asks, by the network: the peer, or what a trusted proxy says. */
  address: string
  /** Who asks, by the token: `null` for an anonymous caller, `undefined` where nobody looked. */
  account?: Account | null
  /** The token of {@link RequestState.account}, where it has an id, and when it expires (UTC milliseconds). */
  token?: { readonly id: string; readonly expiresAt: number } | null
  /** The parsed body. */
  body?: unknown
  /** The checked body or query. */
  input?: unknown
}

/** One step of answering a request. */
export type Step = Middleware<RequestState>
