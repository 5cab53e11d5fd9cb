// Who listened to what, for the models that rank.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ratings } from '@redux/svd'
import { seededRandom } from '../lib/measure.mjs'

const folder = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

/**
 * Last.fm 2K (HetRec 2011), log10(plays + 1), or, with a line that says so, a made log of its size where it is not. It may
 * not be redistributed.
 *
 * @returns The ratings, and what to call them.
 */
export function listens() {
  const file = `${folder}/lastfm-2k/user_artists.dat`
  if (!existsSync(file)) {
    console.error(`Without Last.fm 2K: there is no ${file}; REDUX_DATA names the folder that has lastfm-2k.`)
    return { name: 'a made log', ratings: madeListens() }
  }
  const isRow = (line) => /^\d+\t\d+\t\d+$/.test(line)
  const lines = readFileSync(file, 'latin1').split(/\r?\n/).filter(isRow)
  const rows = lines.map((line) => line.split('\t'))
  return {
    name: 'Last.fm 2K',
    ratings: Ratings.from(
      rows.map(([user, item, plays]) => ({ user, item, rating: Math.log10(Number(plays) + 1) })),
    ),
  }
}

/** 1,892 users with 49 items each, of which few are popular and most are rare. */
function madeListens(nUsers = 1892, nItems = 17_632, perUser = 49, seed = 1) {
  const random = seededRandom(seed)
  const rows = []
  for (let user = 0; user < nUsers; user++)
    for (let n = 0; n < perUser; n++)
      rows.push({ user, item: Math.floor(nItems * random() ** 4), rating: 1 + random() })
  return Ratings.from(rows)
}
