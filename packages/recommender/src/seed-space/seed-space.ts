/** A song found for somebody. */
export interface Candidate {
  readonly row: number
  /** How relevant, larger is better: at most 1, and 1 means as relevant as can be. */
  readonly score: number
}

/** A candidate as a search found it. */
export interface Found extends Candidate {
  /** Its inner product with the query, whatever has become of its score since. */
  readonly product: number
}

/** What a seed has to do with a recommendation. */
export interface SeedShare {
  readonly row: number
  /** Its part of the score, above 0; those of all seeds and of what needs no seed add up to 1. */
  readonly share: number
}

/**
 * Where songs are sought for those of whom some songs are known. Weights are by row: above 0 for what somebody likes,
 * below for what they do not.
 */
export interface SeedSpace {
  /** What to search with; undefined when the songs say nothing. */
  profile(weights: ReadonlyMap<number, number>): Float32Array | undefined
  /** What to search with for what comes after a song: mostly that song, a little of the profile. */
  upNext(current: number, weights: ReadonlyMap<number, number>): Float32Array
  /** The `count` most relevant songs, best first, ties by row, none excluded among them. */
  nearest(query: Float32Array, count: number, excluded: ReadonlySet<number>): Found[]
  /** The same candidates with scores that can be weighed against how alike songs are. */
  relevances(candidates: readonly Found[]): readonly Found[]
  /** How relevant every song is, by row. */
  scores(query: Float32Array): Float64Array
  /** How alike two songs are, from -1 to 1. */
  cosine(a: number, b: number): number
  /** Which liked songs a song comes from, the largest share first. */
  shares(row: number, weights: ReadonlyMap<number, number>): SeedShare[]
}

/** Up next: how much of the query is the current song and how much the profile, in which the current song counts, too. */
export const UP_NEXT = { current: 0.78, profile: 0.22, currentInProfile: 3 } as const

/**
 * Parts of a score as shares of everything that speaks for the song, largest first; what speaks against it is left out.
 *
 * @param rest - What the score owes to no song.
 * @param partOf - What it owes to a liked song of this weight.
 */
export function sharesOf(
  weights: ReadonlyMap<number, number>,
  rest: number,
  partOf: (seed: number, weight: number) => number,
): SeedShare[] {
  let total = Math.max(rest, 0)
  const parts: SeedShare[] = []
  for (const [row, weight] of weights) {
    const part = weight > 0 ? partOf(row, weight) : 0
    if (part <= 0) continue
    total += part
    parts.push({ row, share: part })
  }
  return parts
    .map(({ row, share }) => ({ row, share: share / total }))
    .sort((a, b) => b.share - a.share || a.row - b.row)
}

/** Scores as parts of the best one's: what a ranking model expects is small, and variety would drown it. */
export function partsOfTheBest(candidates: readonly Found[]): readonly Found[] {
  const best = candidates[0]?.score ?? 0
  return best > 0
    ? candidates.map(({ row, score, product }) => ({ row, score: score / best, product }))
    : candidates
}
