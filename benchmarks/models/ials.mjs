// ImplicitALS: training beside numpy, folding in, and scoring many queries at once.
import { ImplicitALS } from '@redux/svd'
import { inTurns, medianSeconds, secondsOf } from '../lib/in-turns.mjs'
import { PythonPeer } from '../lib/python-peer.mjs'
import { significant, times } from '../lib/table.mjs'
import { listens } from './listens.mjs'

const SWEEPS = 12
const QUERIES = 1000

/** @returns Tables, and the peers' versions. */
export async function ials() {
  const { name, ratings } = listens()
  const size = `${name}: ${[ratings.nUsers, ratings.nItems, ratings.nRatings].map((n) => n.toLocaleString('en')).join(' x ')} positives`
  const peer = await PythonPeer.start('ials')
  const tables = [
    { title: `${size}, ${SWEEPS} sweeps of exact iALS: seconds`, ...(await training(ratings, peer)) },
    {
      title: `${size}, 128 factors: folding in one user, and ${QUERIES} queries at once`,
      ...answering(ratings),
    },
  ]
  const versions = peer && { numpy: `${peer.greeting.version} (${peer.greeting.blas}, 1 thread)` }
  peer?.stop()
  return { tables, peers: versions }
}

async function training(ratings, peer) {
  await peer?.ask('take', {
    offsets: [...ratings.offsets],
    items: [...ratings.itemRows],
    values: [...ratings.values],
    n_items: ratings.nItems,
  })
  const rows = []
  for (const nFactors of [64, 128]) {
    const losses = {}
    const fit = (threads, backend) => () => {
      const model = new ImplicitALS({ nFactors, nEpochs: SWEEPS, threads, backend })
      const onStep = ({ loss }) => {
        losses[backend] = loss
      }
      return secondsOf(() => model.fit(ratings, { onStep }))
    }
    const { regularization, unobservedWeight, frequencyScaling } = new ImplicitALS().options
    const settings = { k: nFactors, reg: regularization, a0: unobservedWeight, nu: frequencyScaling }
    const seconds = await inTurns(
      { one: fit(1, 'wasm'), two: fit(2, 'wasm') },
      { fewest: 5, most: 9, seconds: 10 },
    )
    // One sweep of the peer costs as much as the next, so two are enough to tell; all of them would take minutes.
    const numpy = peer && (await peer.ask('sweeps', { ...settings, n: 2 })).seconds / 2
    const loss = peer && (await peer.ask('loss', { ...settings, n: 2 })).loss
    const sweep = seconds.one / SWEEPS
    rows.push({
      nFactors,
      ...seconds,
      sweep,
      numpy,
      ratio: numpy && numpy / sweep,
      loss: losses.wasm,
      peerLoss: loss,
    })
  }
  return {
    rows,
    columns: [
      ['nFactors', 'factors', String],
      ['one', '1 thread', significant],
      ['two', '2 threads', significant],
      ['sweep', 'one sweep', significant],
      ['numpy', 'one sweep of numpy', significant],
      ['ratio', 'against numpy', times],
      ['loss', 'loss', significant],
      ['peerLoss', 'of numpy after 2', significant],
    ],
  }
}

function answering(ratings) {
  const rows = [1, 2].map((threads) => {
    const model = new ImplicitALS({ nEpochs: 4, threads }).fit(ratings)
    const seedsOf = (n, first) =>
      Array.from({ length: n }, (_, at) => ({
        item: model.itemIds[(first * 31 + at * 17) % model.itemIds.length],
      }))
    const foldIn = (n) => 1e3 * medianSeconds((round) => model.foldIn(seedsOf(n, round)), 0.5)
    const queries = Array.from({ length: QUERIES }, (_, n) => ({ seeds: seedsOf(5, n) }))
    return {
      threads,
      few: foldIn(5),
      many: foldIn(50),
      one: 1e3 * medianSeconds((round) => model.scores(queries[round % QUERIES]), 1),
      batch: medianSeconds(() => model.scoresOfAll(queries), 3),
    }
  })
  return {
    rows,
    columns: [
      ['threads', 'threads', String],
      ['few', 'fold-in, 5 seeds, ms', significant],
      ['many', 'fold-in, 50 seeds, ms', significant],
      ['one', 'one query, ms', significant],
      ['batch', `${QUERIES} queries, s`, significant],
    ],
  }
}
