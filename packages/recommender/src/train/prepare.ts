import { Ratings } from '@redux/svd'
import type { CatalogueSong } from '../catalogue.js'
import type { Interactions } from '../interactions.js'
import { ratingFromPlays } from '../rating-transform.js'
import { splitSongId } from '../song-key.js'

/**
 * The ratings a model learns from: what users said, on the scale they used, or log10(plays + 1) of what they played,
 * on a scale that starts at 0, where no play at all would be.
 */
export function ratingsOf({ kind, userIds, itemIds, offsets, items, values }: Interactions): Ratings {
  if (kind === 'ratings') return Ratings.fromColumns({ userIds, itemIds, offsets, items, values })
  const ratings = values.map(ratingFromPlays)
  const highest = ratings.reduce((max, rating) => Math.max(max, rating), 0)
  return Ratings.fromColumns({ userIds, itemIds, offsets, items, values: ratings }, { scale: [0, highest] })
}

/** The songs in item order, with how often and by how many users each was played or rated. */
export function catalogueOf({ kind, itemIds, items, values }: Interactions): CatalogueSong[] {
  const plays = new Float64Array(itemIds.length)
  const listeners = new Int32Array(itemIds.length)
  for (let position = 0; position < items.length; position++) {
    plays[items[position]] += kind === 'plays' ? values[position] : 1
    listeners[items[position]]++
  }
  return itemIds.map((songId, row) => {
    const { artist, track } = splitSongId(songId)
    return { songId, artist, title: track, plays: plays[row], listeners: listeners[row] }
  })
}

/** Population standard deviation of the ratings. */
export function standardDeviationOf({ values, mean }: Ratings): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
