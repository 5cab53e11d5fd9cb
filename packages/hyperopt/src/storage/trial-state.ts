import type { TrialState } from '../frozen-trial.js'

/** The states of a trial at the numbers that a journal has for them. */
const STATES: readonly TrialState[] = ['running', 'complete', 'pruned', 'failed', 'waiting']

/** @returns `undefined` for a number that is no state. */
export function stateOf(code: number): TrialState | undefined {
  return STATES[code]
}

export function stateCode(state: TrialState): number {
  return STATES.indexOf(state)
}
