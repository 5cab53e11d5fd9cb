import type { FrozenTrial } from '../frozen-trial.js'
import type { Direction } from './sampler.js'

/** Trials by how they fared: those to come near to, and those to keep away from. Each by number. */
export interface SplitTrials {
  readonly below: readonly FrozenTrial[]
  readonly above: readonly FrozenTrial[]
}

/**
 * Takes the best tenth of the trials, at most 25, apart from the others.
 *
 * Complete trials come first, by value; then pruned ones, those that came further first, and of these the ones with
 * the better last report. Cost: O(n log n).
 *
 * @param trials - Complete and pruned ones.
 */
export function splitTrials(trials: readonly FrozenTrial[], direction: Direction): SplitTrials {
  const ranked = trials
    .map((trial) => ({ trial, step: lastStep(trial), loss: lossOf(trial, direction) }))
    .sort((a, b) => ascending(b.step, a.step) || ascending(a.loss, b.loss) || a.trial.number - b.trial.number)
    .map(({ trial }) => trial)
  const nBelow = Math.min(Math.ceil(trials.length / 10), 25)
  return { below: byNumber(ranked.slice(0, nBelow)), above: byNumber(ranked.slice(nBelow)) }
}

/** How far a trial came: its last reported step; a complete one came furthest, one that never reported least far. */
function lastStep({ state, intermediateValues }: FrozenTrial): number {
  if (state === 'complete') return Infinity
  return Math.max(-Infinity, ...Object.keys(intermediateValues).map(Number))
}

/** What is to be made small; a pruned trial without a last report is worth nothing. */
function lossOf({ value }: FrozenTrial, direction: Direction): number {
  if (value === null || Number.isNaN(value)) return Infinity
  return direction === 'minimize' ? value : -value
}

/** Unlike a difference, this also orders infinities. */
function ascending(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function byNumber(trials: FrozenTrial[]): FrozenTrial[] {
  return trials.sort((a, b) => a.number - b.number)
}
