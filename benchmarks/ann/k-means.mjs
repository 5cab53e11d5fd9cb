// k-means on the same vectors for the same number of passes: time, and how near the vectors are to their centroids.
import { IndexFlatL2, kMeans } from '@redux/ann'
import { inTurns, secondsOf } from '../lib/in-turns.mjs'
import { grouped, significant, times } from '../lib/table.mjs'
import { gaussian } from './vectors.mjs'

/** Vectors, components, centroids, passes and rounds. */
const CASES = [
  [76_038, 50, 1_102, 10, 3],
  [256_000, 64, 4_000, 3, 1],
]

export async function kMeansPart({ faiss, progress }) {
  const rows = []
  for (const [n, d, k, nIter, rounds] of CASES) {
    const { name, vectors } = gaussian(n, d)
    progress(`k-means: ${name}, k = ${k}`)
    await faiss?.takeArray('vectors', vectors, d)
    const centroids = {}
    const learn = (variant, threads) => () =>
      secondsOf(() => {
        centroids[variant] = kMeans(vectors, d, k, { nIter, maxPointsPerCentroid: n, seed: 1, threads })
      })
    const learnInFaiss = async () => {
      const learned = await faiss.kMeans('vectors', k, nIter)
      centroids.faiss = learned.centroids
      return learned.seconds
    }
    const seconds = await inTurns(
      { ours: learn('ours', 1), twoThreads: learn('twoThreads', 2), faiss: faiss && learnInFaiss },
      { fewest: rounds, most: rounds, warmUp: false },
    )
    await faiss?.forget()
    rows.push({
      ...{ data: name, k, nIter, ...seconds },
      faissRatio: seconds.faiss / seconds.ours,
      threadsGain: seconds.ours / seconds.twoThreads,
      objective: objective(vectors, d, centroids.ours),
      faissObjective: centroids.faiss && objective(vectors, d, centroids.faiss),
    })
  }
  return [{ title: 'k-means', columns: COLUMNS, rows }]
}

/** The mean squared distance of a vector to its nearest centroid. */
function objective(vectors, d, centroids) {
  const index = new IndexFlatL2(d, { threads: 2 })
  index.add(centroids)
  const { distances } = index.search(vectors, 1)
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length
}

const COLUMNS = [
  ['data', 'vectors'],
  ['k', 'centroids', grouped],
  ['nIter', 'passes', String],
  ['ours', 'ours, s', significant],
  ['faiss', 'faiss, s', significant],
  ['faissRatio', 'faiss / ours', times],
  ['twoThreads', 'ours, 2 threads, s', significant],
  ['threadsGain', 'gain of 2 threads', times],
  ['objective', 'mean squared distance, ours', (value) => value.toFixed(4)],
  ['faissObjective', 'faiss', (value) => value.toFixed(4)],
]
