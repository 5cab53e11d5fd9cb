// One training in a process of its own, so that its peak memory is its own: node growth.mjs <ratings> <threads>
import { FunkSVD } from '@redux/svd'
import { peakMegabytes } from '../lib/peak-memory.mjs'
import { generated } from './ratings.mjs'

const [nRatings, threads] = process.argv.slice(2).map(Number)
const nEpochs = 3
const ratings = generated(nRatings)
const before = peakMegabytes()
const start = performance.now()
let rmse = Number.NaN
let first = 0
for (const report of new FunkSVD({ nFactors: 64, nEpochs, threads }).epochs(ratings)) {
  if (report.epoch === 1) first = performance.now()
  rmse = report.rmse
}
const end = performance.now()
console.log(
  JSON.stringify({
    epochSeconds: (end - first) / 1000 / (nEpochs - 1),
    seconds: (end - start) / 1000,
    before,
    peak: peakMegabytes(),
    rmse,
  }),
)
