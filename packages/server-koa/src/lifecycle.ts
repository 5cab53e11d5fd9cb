/** Where a process is between start and stop. */
export interface Lifecycle {
  /** True from the moment that it was told to stop: it still answers, but is to be sent nothing new. */
  draining: boolean
}
