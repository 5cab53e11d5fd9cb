/** How far a layout is. */
export interface LayoutStep {
  readonly done: number
  readonly of: number
  /** A word or two for people. */
  readonly what: string
}
