// What is searched: Gaussian vectors of any size, and the item factors of a model that learned from real listening.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ratingFromPlays, readInteractions } from '@redux/recommender'
import { FunkSVD, Ratings } from '@redux/svd'
import { seededRandom } from '../lib/measure.mjs'
import { grouped } from '../lib/table.mjs'

const QUERIES = 256
/** Factors of the model. */
const D = 50

/** Writes one value of the standard normal distribution after another, by the Box-Muller transform. */
export function gaussianSource(seed) {
  const random = seededRandom(seed)
  return (count) => {
    const values = new Float32Array(count)
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - random()))
      const angle = 2 * Math.PI * random()
      values[i] = radius * Math.cos(angle)
      if (i + 1 < count) values[i + 1] = radius * Math.sin(angle)
    }
    return values
  }
}

/** Vectors and queries without any structure: no data is harder to index. */
export function gaussian(n, d) {
  const next = gaussianSource(1)
  const vectors = next(n * d)
  const queries = next(QUERIES * d)
  return { name: `${grouped(n)} x ${d}`, n, d, vectors, queries: { l2: queries, innerProduct: queries } }
}

/**
 * Factors of the songs in `lastfm-plays.csv.gz`: what the recommender indexes. Songs are asked for by L2, as for similar
 * ones, and users by inner product, as for recommendations.
 *
 * @returns undefined, with a line that says so, if the data is not there.
 */
export async function lastfmFactors() {
  const folder = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
  const file = join(folder, 'lastfm-plays.csv.gz')
  if (!existsSync(file)) {
    console.error(`Without Last.fm factors: there is no ${file}; REDUX_DATA names the folder.`)
    return undefined
  }
  const { interactions } = await readInteractions(file)
  const values = interactions.values.map(ratingFromPlays)
  const ratings = Ratings.fromColumns({ ...interactions, values })
  const { itemFactors, userFactors } = new FunkSVD({ nFactors: D, seed: 1 }).fit(ratings).parameters
  const n = itemFactors.length / D
  return {
    name: `Last.fm, ${grouped(n)} x ${D}`,
    ...{ n, d: D },
    vectors: itemFactors,
    queries: { l2: spread(itemFactors), innerProduct: spread(userFactors) },
  }
}

/** Rows at equal distances from each other. */
function spread(factors) {
  const n = factors.length / D
  const rows = Array.from({ length: QUERIES }, (_, i) => Math.floor((i * n) / QUERIES))
  return Float32Array.from(rows.flatMap((row) => [...factors.subarray(row * D, (row + 1) * D)]))
}
