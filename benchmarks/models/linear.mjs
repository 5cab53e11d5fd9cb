// FewSeedLinear: training beside numpy, with the exact and the truncated root, and scoring.
import { FewSeedLinear } from '@redux/svd'
import { inTurns, medianSeconds, secondsOf } from '../lib/in-turns.mjs'
import { PythonPeer } from '../lib/python-peer.mjs'
import { grouped, significant, times } from '../lib/table.mjs'
import { listens } from './listens.mjs'

const QUERIES = 1000
const ROOTS = { exact: {}, truncated: { maxExactUsers: 0 } }

/** @returns Tables, and the peers' versions. */
export async function linear() {
  const { name, ratings } = listens()
  const size = `${name}: ${[ratings.nUsers, ratings.nItems, ratings.nRatings].map(grouped).join(' x ')} positives`
  const peer = await PythonPeer.start('linear')
  const tables = [
    { title: `${size}, FewSeedLinear by default: seconds to fit`, ...(await training(ratings, peer)) },
    { title: `${size}: scores of all items, 5 seeds, and ${QUERIES} queries at once`, ...answering(ratings) },
  ]
  const versions = peer && { numpy: `${peer.greeting.version} (${peer.greeting.blas}, 1 thread, doubles)` }
  peer?.stop()
  return { tables, peers: versions }
}

async function training(ratings, peer) {
  const numpy = peer && (await fitOfPeer(ratings, peer))
  const rows = []
  for (const [root, options] of Object.entries(ROOTS)) {
    const models = {}
    const fit = (threads) => () => {
      models[threads] = new FewSeedLinear({ ...options, threads })
      return secondsOf(() => models[threads].fit(ratings))
    }
    const seconds = await inTurns({ one: fit(1), two: fit(2) }, { fewest: 3, most: 7, seconds: 10 })
    const isExact = root === 'exact'
    rows.push({
      root,
      ...seconds,
      numpy: isExact ? numpy?.seconds : undefined,
      ratio: isExact && numpy ? numpy.seconds / seconds.one : undefined,
      squares: models[1].itemFactors.data.reduce((sum, value) => sum + value * value, 0),
      peerSquares: isExact ? numpy?.check : undefined,
    })
  }
  return {
    rows,
    columns: [
      ['root', 'root'],
      ['one', '1 thread', significant],
      ['two', '2 threads', significant],
      ['numpy', 'numpy', significant],
      ['ratio', 'against numpy', times],
      ['squares', 'squared factors', significant],
      ['peerSquares', 'of numpy', significant],
    ],
  }
}

async function fitOfPeer(ratings, peer) {
  await peer.ask('take', {
    offsets: [...ratings.offsets],
    items: [...ratings.itemRows],
    n_items: ratings.nItems,
  })
  const { nFactors, keepRate, regularization, interceptRegularization } = new FewSeedLinear().options
  return peer.ask('fit', {
    k: nFactors,
    keep_rate: keepRate,
    regularization,
    intercept_regularization: interceptRegularization,
  })
}

function answering(ratings) {
  const rows = [1, 2].map((threads) => {
    const model = new FewSeedLinear({ threads }).fit(ratings)
    const queries = Array.from({ length: QUERIES }, (_, first) => ({
      seeds: Array.from({ length: 5 }, (_, at) => ({
        item: model.itemIds[(first * 31 + at * 17) % model.itemIds.length],
      })),
    }))
    return {
      threads,
      one: 1e3 * medianSeconds((round) => model.scores(queries[round % QUERIES]), 1),
      top: 1e3 * medianSeconds((round) => model.topN(queries[round % QUERIES], { n: 10 }), 1),
      batch: medianSeconds(() => model.scoresOfAll(queries), 3),
    }
  })
  return {
    rows,
    columns: [
      ['threads', 'threads', String],
      ['one', 'one query, ms', significant],
      ['top', 'best 10, ms', significant],
      ['batch', `${QUERIES} queries, s`, significant],
    ],
  }
}
