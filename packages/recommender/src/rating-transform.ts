/**
 * The rating that a number of plays stands for: `log10(plays + 1)`. The first listens say most about a
 * liking; the logarithm keeps one obsession from outweighing a hundred likings.
 *
 * @param plays - Listens counted, >= 0. 0 plays give 0, 9 give 1, 99 give 2.
 */
export function ratingFromPlays(plays: number): number {
  return Math.log10(plays + 1)
}

/** The plays that a rating stands for, a fraction in general: the inverse of {@link ratingFromPlays}. */
export function playsFromRating(rating: number): number {
  return 10 ** rating - 1
}
