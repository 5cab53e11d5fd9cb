import { RecommenderError } from '../errors.js'
import type { Recommender } from '../recommender.js'

/** Most played songs that are tried. */
const TRIED = 5

/**
 * Asks a version for what it will be asked for, before it may become current: a song's neighbours exist, without
 * the song itself; a newcomer's recommendations exist, without the seeds; the catalogue finds its songs.
 *
 * @throws {@link RecommenderError} SMOKE_TEST_FAILED saying what was asked and what came back.
 */
export function smokeTest(recommender: Recommender): void {
  const fail = (what: string): never => {
    throw new RecommenderError(
      'SMOKE_TEST_FAILED',
      `version ${recommender.version} may not become the current one: ${what}`,
    )
  }
  if (recommender.nSongs < 2) fail(`a catalogue of ${recommender.nSongs} song has nothing to recommend`)
  const rows = [...Array(recommender.nSongs).keys()].map((row) => recommender.catalogue.song(row))
  const seeds = rows
    .sort((a, b) => b.plays - a.plays)
    .slice(0, Math.min(TRIED, rows.length - 1))
    .map(({ songId }) => songId)
  for (const seed of seeds) {
    if (recommender.resolve(seed) !== seed) fail(`the song ${seed} does not resolve to itself`)
    const found = recommender.similar(seed).map(({ songId }) => songId)
    if (found.length === 0) fail(`the song ${seed} has no neighbours`)
    if (found.includes(seed)) fail(`the song ${seed} is its own neighbour`)
  }
  const found = recommender.coldStart(seeds).map(({ songId }) => songId)
  if (found.length === 0) fail(`a newcomer with ${seeds.length} seeds gets no recommendations`)
  const back = seeds.find((seed) => found.includes(seed))
  if (back !== undefined) fail(`the seed ${back} is recommended to who named it`)
}
