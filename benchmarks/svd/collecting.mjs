// Ratings from a generator of rows, in a process of its own: node collecting.mjs <ratings>
import { Ratings } from '@redux/svd'
import { peakMegabytes } from '../lib/peak-memory.mjs'

const nRatings = Number(process.argv[2])

/** Rows in random order, as many users, items and stars as in the Netflix prize. */
function* rows() {
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  for (let n = 0; n < nRatings; n++)
    yield {
      user: Math.floor((next() / 2 ** 32) * 480_189),
      item: Math.floor((next() / 2 ** 32) * 17_770),
      rating: 1 + Math.floor((next() / 2 ** 32) * 5),
    }
}

const start = performance.now()
const ratings = Ratings.from(rows(), { scale: [1, 5] })
console.log(
  JSON.stringify({
    ratings: ratings.nRatings,
    seconds: (performance.now() - start) / 1000,
    peak: peakMegabytes(),
  }),
)
