// How fast the models of @redux/svd train, beside libmf, and what that needs as ratings become more. Speed is shown
// with the error it reaches. npm run bench -- svd [--json] [--docs]
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { crossValidate, FunkSVD, SVDpp } from '@redux/svd'
import { writeDocsSection } from './lib/docs-section.mjs'
import { inTurns, secondsOf } from './lib/in-turns.mjs'
import { describeMachine } from './lib/measure.mjs'
import { grouped, markdownTable, significant, times } from './lib/table.mjs'
import { libmfTraining, libmfVersion } from './svd/libmf.mjs'
import { generated, movieLens } from './svd/ratings.mjs'

/** Trains a model as often as asked. @returns Millions of ratings a second for each way, and the errors of ours. */
async function race(ratings, { nFactors, nEpochs, ways, limits }) {
  const errors = {}
  const train = (name, options) => () => {
    const onEpoch = ({ rmse }) => {
      errors[name] = rmse
    }
    return secondsOf(() => new FunkSVD({ nFactors, nEpochs, ...options }).fit(ratings, { onEpoch }))
  }
  const named = Object.entries(ways).map(([name, { libmf, ...options }]) => {
    if (!libmf) return [name, train(name, options)]
    const training = libmfTraining(ratings, { factors: nFactors, iterations: nEpochs, ...options })
    return [name, training && (() => secondsOf(training))]
  })
  const seconds = await inTurns(Object.fromEntries(named), limits)
  const rate = ([name, taken]) => [name, (ratings.nRatings * nEpochs) / taken / 1e6]
  return { rates: Object.fromEntries(Object.entries(seconds).map(rate)), errors }
}

async function smallTraining(ratings) {
  const rows = []
  for (const nFactors of [20, 52, 64, 100]) {
    const ways = { wasm: {}, twin: { backend: 'typescript' }, libmf: { libmf: true } }
    const { rates, errors } = await race(ratings, { nFactors, nEpochs: 20, ways, limits: { seconds: 6 } })
    rows.push({ nFactors, ...rates, ratio: rates.wasm / rates.libmf, rmse: errors.wasm })
  }
  return rows
}

async function largeTraining() {
  const ratings = generated(10_000_000)
  const ways = {
    one: {},
    two: { threads: 2 },
    libmfOne: { libmf: true },
    libmfTwo: { libmf: true, threads: 2 },
  }
  const limits = { fewest: 3, most: 3, warmUp: false }
  const { rates, errors } = await race(ratings, { nFactors: 64, nEpochs: 5, ways, limits })
  return [
    {
      threads: 1,
      ours: rates.one,
      libmf: rates.libmfOne,
      ratio: rates.one / rates.libmfOne,
      rmse: errors.one,
    },
    {
      threads: 2,
      ours: rates.two,
      libmf: rates.libmfTwo,
      ratio: rates.two / rates.libmfTwo,
      rmse: errors.two,
    },
  ]
}

async function crossValidation(ratings) {
  const models = { FunkSVD: () => new FunkSVD(), SVDpp: () => new SVDpp() }
  const errors = {}
  const ways = Object.entries(models).map(([name, makeModel]) => [
    name,
    () =>
      secondsOf(() => {
        errors[name] = crossValidate(makeModel, ratings, { folds: 5, seed: 1 }).mean.rmse
      }),
  ])
  const seconds = await inTurns(Object.fromEntries(ways), { seconds: 8 })
  const fits = await inTurns(
    Object.fromEntries(
      Object.entries(models).map(([name, makeModel]) => [
        name,
        () => secondsOf(() => makeModel().fit(ratings)),
      ]),
    ),
  )
  return Object.keys(models).map((model) => ({
    ...{ model, fit: fits[model] },
    ...{ folds: seconds[model], rmse: errors[model] },
  }))
}

/** Runs a part in a process of its own. */
function measured(script, ...values) {
  const path = fileURLToPath(new URL(`svd/${script}`, import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [path, ...values.map(String)], { encoding: 'utf8' }))
}

const growth = () =>
  [1e5, 1e6, 1e7, 5e7].map((nRatings) => {
    const { epochSeconds, before, peak, rmse } = measured('growth.mjs', nRatings, 1)
    const two = measured('growth.mjs', nRatings, 2)
    const rate = nRatings / epochSeconds / 1e6
    return {
      nRatings,
      epochSeconds,
      rate,
      before,
      peak,
      twoSeconds: two.epochSeconds,
      twoPeak: two.peak,
      rmse,
    }
  })

const error = (value) => value.toFixed(4)
const films = movieLens()
const sections = [
  {
    title: 'MovieLens 100K, 20 epochs, one thread: million ratings a second, starting factors included',
    measure: films && (() => smallTraining(films)),
    columns: [
      ['nFactors', 'factors', String],
      ['wasm', 'WebAssembly', significant],
      ['twin', 'plain TypeScript', significant],
      ['libmf', 'libmf', significant],
      ['ratio', 'against libmf', times],
      ['rmse', 'training RMSE', error],
    ],
  },
  {
    title: 'MovieLens 100K, default settings: seconds',
    measure: films && (() => crossValidation(films)),
    columns: [
      ['model', 'model'],
      ['fit', 'one fit', significant],
      ['folds', '5-fold cross-validation', significant],
      ['rmse', 'its RMSE', error],
    ],
  },
  {
    title:
      '10 million generated ratings, 64 factors, 5 epochs: million ratings a second, everything included',
    measure: largeTraining,
    columns: [
      ['threads', 'threads', String],
      ['ours', 'FunkSVD', significant],
      ['libmf', 'libmf', significant],
      ['ratio', 'against libmf', times],
      ['rmse', 'training RMSE', error],
    ],
  },
  {
    title: 'Generated ratings, 64 factors: one epoch, and peak memory of the process in MB',
    measure: growth,
    columns: [
      ['nRatings', 'ratings', grouped],
      ['epochSeconds', 's, 1 thread', significant],
      ['twoSeconds', 's, 2 threads', significant],
      ['rate', 'M ratings/s, 1 thread', significant],
      ['before', 'MB before', significant],
      ['peak', 'MB, 1 thread', significant],
      ['twoPeak', 'MB, 2 threads', significant],
      ['rmse', 'RMSE after 3 epochs', error],
    ],
  },
  {
    title: '100 million ratings collected by Ratings.from',
    measure: () => [measured('collecting.mjs', 1e8)],
    columns: [
      ['ratings', 'ratings', grouped],
      ['seconds', 's', significant],
      ['peak', 'peak MB', significant],
    ],
  },
]

const { json, docs } = readArguments()
const machine = { ...describeMachine(), libmf: libmfVersion, date: new Date().toISOString().slice(0, 10) }
const { cpu, cores, platform, node, date } = machine
const peer = libmfVersion ? `libmf ${libmfVersion}` : 'libmf not installed'
const texts = [
  `${cpu}, ${cores} cores, ${platform}, Node ${node}, ${peer}, ${date}; medians of rounds in turn.`,
]
const results = []
if (!json) console.log(texts[0])
for (const { title, measure, columns } of sections) {
  if (measure === undefined) continue
  const rows = await measure()
  results.push({ title, rows })
  texts.push(`${title}:\n\n${markdownTable(columns, rows)}`)
  if (!json) console.log(`\n${texts.at(-1)}`)
}
if (json) console.log(JSON.stringify({ machine, sections: results }, null, 2))
if (docs)
  writeDocsSection(
    fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)),
    'svd',
    texts.join('\n\n'),
  )

function readArguments() {
  try {
    const options = { json: { type: 'boolean' }, docs: { type: 'boolean' } }
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run bench -- svd [--json] [--docs]`)
    process.exit(2)
  }
}
