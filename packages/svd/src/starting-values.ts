import { checkParameters, type FactorParameters, fillRandomFactors } from './factors.js'
import { createRandom } from './random.js'
import type { Ratings } from './ratings.js'
import type { Vocabulary } from './vocabulary.js'

/** How factors start. */
interface StartOptions {
  readonly nFactors: number
  readonly seed: number
  readonly initMean: number
  readonly initStdDev: number
  readonly biased: boolean
}

/** The arrays that training starts from: padded factor rows, and biases, which are zero yet. */
interface StartArrays {
  readonly userFactors: Float32Array
  readonly itemFactors: Float32Array
  readonly userBiases: Float32Array
  readonly itemBiases: Float32Array
  /** For models that have them, nItems x stride. */
  readonly implicitFactors?: Float32Array
}

/**
 * Fills in starting values: normal ones from the seed, users first, then items, then implicit factors; overwritten by
 * the warm start wherever it knows the id. An unbiased model takes no biases from it.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH or NOT_FINITE for a warm start that does not fit `nFactors`.
 */
export function fillStartingValues(
  { users, items }: Ratings,
  arrays: StartArrays,
  options: StartOptions,
  warmStart: FactorParameters | undefined,
): void {
  const { userFactors, itemFactors, userBiases, itemBiases, implicitFactors } = arrays
  const { nFactors, seed, initMean, initStdDev, biased } = options
  const random = createRandom(seed)
  for (const factors of [userFactors, itemFactors, implicitFactors])
    if (factors) fillRandomFactors(factors, nFactors, random, initMean, initStdDev)
  if (warmStart === undefined) return
  checkParameters(warmStart, nFactors)
  const { userIds, itemIds } = warmStart
  overwriteRows(users, userFactors, userIds, warmStart.userFactors)
  overwriteRows(items, itemFactors, itemIds, warmStart.itemFactors)
  if (implicitFactors && warmStart.implicitFactors)
    overwriteRows(items, implicitFactors, itemIds, warmStart.implicitFactors)
  if (biased && warmStart.userBiases) overwriteRows(users, userBiases, userIds, warmStart.userBiases)
  if (biased && warmStart.itemBiases) overwriteRows(items, itemBiases, itemIds, warmStart.itemBiases)
}

/** Puts the rows of known ids where the target's vocabulary has them; the target's rows may be padded. */
function overwriteRows(
  vocabulary: Vocabulary,
  target: Float32Array,
  ids: readonly string[],
  rows: Float32Array,
): void {
  if (ids.length === 0) return
  const width = rows.length / ids.length
  const targetWidth = target.length / vocabulary.size
  for (const [from, id] of ids.entries()) {
    const to = vocabulary.row(id)
    if (to >= 0) target.set(rows.subarray(from * width, (from + 1) * width), to * targetWidth)
  }
}
