import type { FrozenTrial } from '../frozen-trial.js'
import type { Direction } from '../samplers/sampler.js'

/** All a pruner may know when it judges a trial. */
export interface PruneRequest {
  /** The trial in question; it runs. */
  readonly trial: FrozenTrial
  readonly direction: Direction
  /** All trials of the study, by number, the one in question too. */
  readonly trials: readonly FrozenTrial[]
}

/** Judges half-way whether a trial is worth going on with. */
export interface Pruner {
  /** @returns Whether the trial is to be given up. */
  shouldPrune(request: PruneRequest): boolean
}

/** The step a trial reported last; `undefined` if it reported none. */
export function lastStep({ intermediateValues }: FrozenTrial): number | undefined {
  const last = Object.keys(intermediateValues).at(-1)
  return last === undefined ? undefined : Number(last)
}

/** Whether `a` is worse than `b`. */
export function isWorse(a: number, b: number, direction: Direction): boolean {
  return direction === 'minimize' ? a > b : a < b
}
