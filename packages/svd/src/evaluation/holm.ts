/**
 * P-values of several comparisons corrected for their number, by Holm's step-down method: among corrected values below
 * 0.05 there is a false one with probability 0.05 at most. In the order given; NaN stays NaN and counts as no comparison.
 *
 * @see Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statistics 6(2), 1979.
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = pValues
    .map((p, index) => ({ p, index }))
    .filter(({ p }) => !Number.isNaN(p))
    .sort((a, b) => a.p - b.p)
  const corrected = [...pValues]
  let highest = 0
  for (const [nSmaller, { p, index }] of ascending.entries()) {
    highest = Math.max(highest, Math.min((ascending.length - nSmaller) * p, 1))
    corrected[index] = highest
  }
  return corrected
}
