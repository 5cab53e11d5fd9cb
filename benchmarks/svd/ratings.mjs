// The ratings that training is measured on.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ratings } from '@redux/svd'
import { seededRandom } from '../lib/measure.mjs'

const folder = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

/** MovieLens 100K, or undefined, with a line that says so, where it is not. It may not be redistributed. */
export function movieLens() {
  const file = `${folder}/ml-100k/u.data`
  if (!existsSync(file)) {
    console.error(
      `Without MovieLens 100K: there is no ${file}; REDUX_DATA names the folder that has ml-100k.`,
    )
    return undefined
  }
  const lines = readFileSync(file, 'latin1').trim().split('\n')
  const rows = lines.map((line) => line.split('\t'))
  return Ratings.from(
    rows.map(([user, item, rating]) => ({ user, item, rating: Number(rating) })),
    { scale: [1, 5] },
  )
}

/**
 * Ratings with two hidden factors and some noise, as many for every user, of items drawn uniformly: the worst case for
 * a cache. Seven users and one item for a thousand ratings, as in MovieLens 10M.
 */
export function generated(nRatings, seed = 1) {
  const random = seededRandom(seed)
  const [nUsers, nItems] = [Math.ceil((nRatings * 7) / 1000), Math.ceil(nRatings / 1000)]
  const hidden = (rows) => Float32Array.from({ length: 2 * rows }, () => random() - 0.5)
  const [users, films] = [hidden(nUsers), hidden(nItems)]
  const offsets = Int32Array.from({ length: nUsers + 1 }, (_, user) => Math.round((user * nRatings) / nUsers))
  const items = new Int32Array(nRatings)
  const values = new Float32Array(nRatings)
  for (let user = 0; user < nUsers; user++)
    for (let at = offsets[user]; at < offsets[user + 1]; at++) {
      const item = Math.floor(random() * nItems)
      const taste = 3 * (users[2 * user] * films[2 * item] + users[2 * user + 1] * films[2 * item + 1])
      items[at] = item
      values[at] = 3 + taste + (random() - 0.5)
    }
  const names = (n) => Array.from({ length: n }, (_, row) => String(row))
  return Ratings.fromColumns(
    { userIds: names(nUsers), itemIds: names(nItems), offsets, items, values },
    { scale: [1, 5] },
  )
}
