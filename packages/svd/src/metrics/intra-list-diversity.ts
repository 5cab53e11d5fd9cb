/**
 * How unlike the items of a list are: the mean of 1 - similarity over its pairs; 0 for a list without pairs. O(n²).
 *
 * @param similarity - Symmetric; 1 for equals, such as the cosine of their factors.
 * @see Ziegler et al., "Improving recommendation lists through topic diversification", WWW 2005.
 */
export function intraListDiversity<T>(ranked: readonly T[], similarity: (a: T, b: T) => number): number {
  let sum = 0
  for (let a = 0; a < ranked.length; a++)
    for (let b = a + 1; b < ranked.length; b++) sum += 1 - similarity(ranked[a], ranked[b])
  const nPairs = (ranked.length * (ranked.length - 1)) / 2
  return nPairs === 0 ? 0 : sum / nPairs
}
