import type { Song } from '../../songs/song.js'

export const FEWEST = 3
export const MOST = 5

/** Picks a song, or takes it back; the same picks where there are enough. */
export function withPick(picks: readonly Song[], song: Song): readonly Song[] {
  if (isPicked(picks, song)) return picks.filter(({ id }) => id !== song.id)
  return picks.length < MOST ? [...picks, song] : picks
}

export function isPicked(picks: readonly Song[], song: Song): boolean {
  return picks.some(({ id }) => id === song.id)
}
