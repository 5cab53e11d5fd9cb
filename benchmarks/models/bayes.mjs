// The models that know how sure they are, on the five canonical folds of MovieLens 100K: errors, intervals and seconds.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  BayesianSVDpp,
  FunkSVD,
  intervalCoverage,
  intervalWidth,
  mae,
  Ratings,
  rmse,
  VariationalMF,
} from '@redux/svd'
import { significant } from '../lib/table.mjs'

const data = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const folder = `${data}/ml-100k`
const FOLDS = [1, 2, 3, 4, 5]
const RANK = 32

/** @returns Tables; none, with a line that says so, where there is no MovieLens. It may not be redistributed. */
export async function bayes() {
  if (!existsSync(`${folder}/u1.base.gz`)) {
    console.error(
      `Without MovieLens 100K: there is no ${folder}; REDUX_DATA names the folder that has ml-100k.`,
    )
    return { tables: [] }
  }
  const rows = FOLDS.flatMap((fold) => {
    const [train, test] = ['base', 'test'].map((part) => ratingsOf(`u${fold}.${part}.gz`))
    return foldRows(train, test).map((row) => ({ ...row, fold: `u${fold}` }))
  })
  const models = [...new Set(rows.map(({ model }) => model))]
  const ordered = models.flatMap((model) => {
    const own = rows.filter((row) => row.model === model)
    return [...own, { model, fold: 'mean', ...means(own) }]
  })
  const fixed = (digits) => (value) => value.toFixed(digits)
  return {
    tables: [
      {
        title: 'MovieLens 100K, canonical folds: errors, 95 % intervals, and seconds to fit and to predict',
        columns: [
          ['model', 'model'],
          ['fold', 'fold'],
          ['rmse', 'RMSE', fixed(4)],
          ['mae', 'MAE', fixed(4)],
          ['coverage', 'coverage', fixed(4)],
          ['width', 'width', fixed(3)],
          ['seconds', 's', significant],
        ],
        rows: ordered,
      },
    ],
  }
}

/** One row for every model. */
function foldRows(train, test) {
  const sampled = new BayesianSVDpp()
  const variational = new VariationalMF()
  const informed = new BayesianSVDpp({ meanMatrixCells: 0 })
  const single = new FunkSVD()
  const rows = [
    ['FunkSVD, default', () => single.fit(train).predictAll(test)],
    ['VariationalMF', () => variational.fit(train).predictAll(test), variational],
    ['BayesianSVDpp', () => sampled.fit(train, { targets: test }).predictAll(test), sampled],
    [`the same, distilled to rank ${RANK}`, () => distilled(sampled).predictAll(test)],
    [
      'BayesianSVDpp with side information',
      () => informed.fit(train, { targets: test, ...sideInformation() }).predictAll(test),
      informed,
    ],
  ]
  return rows.map(([model, predict, withIntervals]) => {
    const start = performance.now()
    const predicted = predict()
    const seconds = (performance.now() - start) / 1000
    const errors = { rmse: rmse(predicted, test.values), mae: mae(predicted, test.values) }
    const intervals = withIntervals?.predictAllIntervals(test)
    return {
      ...{ model, ...errors, seconds },
      coverage: intervals && intervalCoverage(intervals.lower, intervals.upper, test.values),
      width: intervals && intervalWidth(intervals.lower, intervals.upper),
    }
  })
}

function distilled(model) {
  return FunkSVD.fromParameters(model.distill({ rank: RANK }), { nFactors: RANK })
}

function means(rows) {
  const mean = (key) => rows.reduce((sum, row) => sum + row[key], 0) / rows.length
  return Object.fromEntries(['rmse', 'mae', 'coverage', 'width', 'seconds'].map((key) => [key, mean(key)]))
}

function ratingsOf(name) {
  const rows = linesOf(gunzipSync(readFileSync(`${folder}/${name}`)), '\t')
  return Ratings.from(
    rows.map(([user, item, rating]) => ({ user, item, rating: Number(rating) })),
    { scale: [1, 5] },
  )
}

/** Sex, occupation and decade of age of users; genres and years, in fives or tens, of films. */
function sideInformation() {
  const users = linesOf(readFileSync(`${folder}/u.user`), '|')
  const films = linesOf(readFileSync(`${folder}/u.item`), '|')
  const years = (date) => {
    const year = Number(date.slice(-4))
    return year > 0 ? [`from ${year - (year % (year < 1980 ? 10 : 5))}`] : []
  }
  return {
    userFeatures: new Map(
      users.map(([user, age, sex, occupation]) => [user, [sex, occupation, `age ${Math.floor(age / 10)}`]]),
    ),
    itemFeatures: new Map(
      films.map(([film, , date, , , ...genres]) => {
        const own = genres.flatMap((is, genre) => (is === '1' ? [`genre ${genre}`] : []))
        return [film, [...own, ...years(date)]]
      }),
    ),
  }
}

function linesOf(bytes, separator) {
  const lines = bytes.toString('latin1').trim().split('\n')
  return lines.map((line) => line.split(separator))
}
