// How many ratings a second FunkSVD learns from, and to what training RMSE; seeded data with two hidden factors.
import { FunkSVD, Ratings } from '@redux/svd'
import { alternate, report, seededRandom } from './lib/measure.mjs'

const sizes = { users: 1000, items: 2000, ratings: 100_000, epochs: 3 }
const rounds = 10

function makeRatings() {
  const random = seededRandom(1)
  const hidden = (rows) => Array.from({ length: rows }, () => [random() - 0.5, random() - 0.5])
  const [users, items] = [hidden(sizes.users), hidden(sizes.items)]
  const rows = Array.from({ length: sizes.ratings }, () => {
    const user = Math.floor(random() * sizes.users)
    const item = Math.floor(random() * sizes.items)
    const taste = 3 * (users[user][0] * items[item][0] + users[user][1] * items[item][1])
    return { user, item, rating: 3 + taste + (random() - 0.5) }
  })
  return Ratings.from(rows, { scale: [1, 5] })
}

const ratings = makeRatings()
const trainingRmse = new Map()
const cases = [10, 50, 100].flatMap((nFactors) =>
  ['wasm', 'typescript'].map((backend) => ({ nFactors, backend })),
)
const variants = cases.map(({ nFactors, backend }) => ({
  name: `${nFactors} factors, ${backend}`,
  work: sizes.ratings * sizes.epochs,
  run() {
    let rmse = Number.NaN
    const onEpoch = (epoch) => {
      rmse = epoch.rmse
    }
    new FunkSVD({ nFactors, nEpochs: sizes.epochs, seed: 1, backend }).fit(ratings, { onEpoch })
    trainingRmse.set(`${nFactors} factors, ${backend}`, rmse)
    return rmse
  },
}))

const { results, sink } = alternate(variants, rounds)
const quality = [...trainingRmse].map(([name, rmse]) => `${name} ${rmse.toFixed(4)}`).join('; ')
const title = `@redux/svd FunkSVD.fit, one thread; training RMSE after ${sizes.epochs} epochs: ${quality}`
report({ title, unit: 'ratings/s', sizes, rounds, results, sink })
