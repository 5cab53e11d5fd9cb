/** What a worker tells its primary. */
export interface WorkerReport {
  readonly type: 'listening'
  readonly url: string
}

/** What a primary tells its workers. */
export interface WorkerOrder {
  readonly type: 'stop'
}

export function isReport(message: unknown): message is WorkerReport {
  return (message as Partial<WorkerReport> | null)?.type === 'listening'
}

export function isOrder(message: unknown): message is WorkerOrder {
  return (message as Partial<WorkerOrder> | null)?.type === 'stop'
}
