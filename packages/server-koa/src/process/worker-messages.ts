/** What a worker tells its primary. */
export type WorkerReport =
  | { readonly type: 'listening'; readonly url: string }
  /** It has closed its end of the port and finished what it had begun. */
  | { readonly type: 'finished' }

/** What a primary tells its workers. */
export type WorkerOrder =
  /** `replaced`: whether another worker has taken its place. */
  | { readonly type: 'stop'; readonly replaced: boolean }
  /**
   * To a worker that has finished. Messages keep their order, so by then it has got every connection that was on its
   * way when it closed the port, and given it back: one that reached no process any more would hang for ever.
   */
  | { readonly type: 'leave' }

export function isReport(message: unknown): message is WorkerReport {
  return isOneOf(message, ['listening', 'finished'])
}

export function isOrder(message: unknown): message is WorkerOrder {
  return isOneOf(message, ['stop', 'leave'])
}

function isOneOf(message: unknown, types: readonly unknown[]): boolean {
  return types.includes((message as { type?: unknown } | null)?.type)
}
