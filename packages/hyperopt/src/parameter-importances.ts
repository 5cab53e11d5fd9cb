import { type Distribution, gridSize } from './distribution.js'
import { HyperoptError } from './errors.js'
import type { FrozenTrial } from './frozen-trial.js'
import { dimensionOf } from './samplers/dimension.js'
import { ParzenEstimator } from './samplers/parzen-estimator.js'
import { isSingle, newestRanges } from './samplers/search-groups.js'
import type { Study } from './study.js'

/** Share of the trials that counts as good. */
const GOOD_SHARE = 0.1
/** Cells that the range of a number is cut into. */
const N_CELLS = 50

/**
 * How much each parameter has to do with a trial being among the best tenth, by PED-ANOVA: how far the values of the
 * best trials are from those of all trials, as Pearson's divergence between the two densities. So it says what matters
 * where good values are, not what would ruin a trial. Of a few dozen trials, take it as a hint.
 *
 * A parameter that only some trials have is judged among these. One that never varied has no share.
 *
 * Cost: parameters x trials x 50.
 *
 * @returns Shares by parameter, largest first; their sum is 1. All alike if nothing tells them apart.
 * @throws {@link HyperoptError} NO_COMPLETED_TRIAL if fewer than two trials have completed.
 * @see Watanabe, Bansal, Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary
 *   Subspaces", IJCAI 2023. https://arxiv.org/abs/2304.10255
 */
export function parameterImportances(study: Study): Record<string, number> {
  const trials = study.trials.filter(({ state, value }) => state === 'complete' && value !== null)
  if (trials.length < 2)
    throw new HyperoptError(
      'NO_COMPLETED_TRIAL',
      `parameterImportances needs two completed trials, but ${study.studyName} has ${trials.length}`,
    )
  const sign = study.direction === 'minimize' ? 1 : -1
  const ranked = trials.toSorted((a, b) => (sign * a.value! < sign * b.value! ? -1 : 1))
  const divergences = [...newestRanges(trials)].map(([name, range]): [string, number] => [
    name,
    isSingle(range) ? 0 : divergence(ranked, name, range),
  ])
  const total = divergences.reduce((sum, [, value]) => sum + value, 0)
  const shares = divergences.map(([name, value]): [string, number] => [
    name,
    total > 0 ? value / total : 1 / divergences.length,
  ])
  return Object.fromEntries(shares.sort(([, a], [, b]) => b - a))
}

/** Pearson's divergence of the best trials' density from that of all, for one parameter. */
function divergence(ranked: readonly FrozenTrial[], name: string, range: Distribution): number {
  const dimension = dimensionOf(range)
  const observed = ranked
    .filter(({ params }) => Object.hasOwn(params, name))
    .map(({ params }) => dimension.toCoordinate(params[name]!))
  const nGood = Math.max(Math.ceil(observed.length * GOOD_SHARE), 2)
  const cells = cellsOf(range)
  const density = (points: readonly number[]) => {
    const estimator = new ParzenEstimator(
      [dimension],
      points.map((x) => [x]),
      points.map(() => 1),
      scott,
    )
    return normalized(cells.map((x) => Math.exp(estimator.logDensity([x]))))
  }
  const [good, all] = [density(observed.slice(0, nGood)), density(observed)]
  return all.reduce((sum, p, i) => sum + (p * (good[i]! / p - 1) ** 2) / 2, 0)
}

/** The coordinates to compare densities at. */
function cellsOf(range: Distribution): number[] {
  if (range.kind === 'categorical') return range.choices.map((_, i) => i)
  const size = range.step === null ? N_CELLS : Math.min(gridSize(range, range.step), N_CELLS)
  return Array.from({ length: size }, (_, i) => (i + 0.5) / size)
}

/** Scott's rule: one width for all, which shrinks slowly as observations become more. */
function scott(observed: readonly number[]): Float64Array {
  const n = observed.length
  const mean = observed.reduce((sum, x) => sum + x, 0) / n
  const variance = observed.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(n - 1, 1)
  const width = 1.059 * Math.sqrt(variance) * n ** -0.2
  return new Float64Array(n).fill(Math.min(Math.max(width, 1 / N_CELLS), 1))
}

function normalized(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.map((value) => value / total)
}
