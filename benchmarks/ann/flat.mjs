// Exact search: one query at a time, and 256 at once.
import { IndexFlatIP, IndexFlatL2 } from '@redux/ann'
import { inTurns } from '../lib/in-turns.mjs'
import { percent, significant, times } from '../lib/table.mjs'
import { agreement } from './agreement.mjs'
import { hnswlibIndex, hnswlibTurn } from './hnswlib.mjs'
import { answers, searchTurn } from './searches.mjs'
import { gaussian, lastfmFactors } from './vectors.mjs'

const SIZES = [
  [76_038, 50],
  [100_000, 128],
  [1_000_000, 64],
]
const METRICS = { l2: IndexFlatL2, innerProduct: IndexFlatIP }
const BATCH = 256
/** Of one way in one round. */
const TURN_SECONDS = 0.05

export async function flat(peers) {
  const rows = []
  for (const [n, d] of SIZES) rows.push(...(await measureData(gaussian(n, d), peers)))
  const factors = await lastfmFactors()
  if (factors !== undefined) rows.push(...(await measureData(factors, peers)))
  return [
    { title: 'One query at a time', columns: SINGLE_COLUMNS, rows: rows.filter(({ batch }) => batch === 1) },
    {
      title: `${BATCH} queries at once`,
      columns: BATCH_COLUMNS,
      rows: rows.filter(({ batch }) => batch > 1),
    },
  ]
}

async function measureData(data, peers) {
  const rows = []
  for (const [metric, Index] of Object.entries(METRICS)) {
    const indexes = Object.fromEntries(
      Object.entries({ ours: {}, twoThreads: { threads: 2 }, typescript: { backend: 'typescript' } }).map(
        ([name, options]) => [name, filled(new Index(data.d, options), data)],
      ),
    )
    const queries = data.queries[metric]
    await peers.faiss?.takeIndex('flat', indexes.ours)
    await peers.faiss?.takeArray('queries', queries, data.d)
    const hnswlib = peers.hnswlib && hnswlibIndex(peers.hnswlib, metric, data)
    for (const batch of [1, BATCH])
      for (const k of [10, 100]) {
        peers.progress(`flat: ${data.name}, ${metric}, k = ${k}, ${batch} at once`)
        const asked = { ...data, metric, queries, batch, k }
        const seconds = await measure(indexes, hnswlib, peers.faiss, asked)
        const agreed = await agreementWith(peers.faiss, indexes.ours, asked)
        rows.push({ data: data.name, metric, k, batch, ...perQuery(seconds, batch), agreed })
      }
    await peers.faiss?.forget()
  }
  return rows
}

function filled(index, { vectors }) {
  index.add(vectors)
  return index
}

/** Batches are left to those that gain from them. */
function measure({ ours, twoThreads, typescript }, hnswlib, faiss, { queries, batch, k }) {
  const single = batch === 1
  const turn = (index) => searchTurn(index, queries, batch, k, TURN_SECONDS)
  const asked = { index: 'flat', queries: 'queries', rows: batch, k, seconds: TURN_SECONDS }
  return inTurns({
    ours: turn(ours),
    twoThreads: single ? undefined : turn(twoThreads),
    typescript: single ? turn(typescript) : undefined,
    faiss: faiss && (() => faiss.search(asked)),
    hnswlib: single && hnswlib ? hnswlibTurn(hnswlib, queries, ours.d, k, TURN_SECONDS) : undefined,
  })
}

async function agreementWith(faiss, index, { queries, batch, k, ...searched }) {
  if (faiss === undefined) return undefined
  const theirs = await faiss.answers({ index: 'flat', queries: 'queries', rows: batch, k })
  return agreement(answers(index, queries, batch, k), theirs, k, { queries, ...searched })
}

/** Milliseconds a query, and how many times as long the others take. */
function perQuery(seconds, batch) {
  const ms = Object.fromEntries(Object.entries(seconds).map(([name, each]) => [name, (each * 1000) / batch]))
  const ratios = Object.entries(ms).map(([name, value]) => [`${name}Ratio`, value / ms.ours])
  return { ...ms, ...Object.fromEntries(ratios), threadsGain: ms.ours / ms.twoThreads }
}

const FIRST_COLUMNS = [
  ['data', 'vectors'],
  ['metric', 'metric'],
  ['k', 'k', String],
  ['ours', 'ours, ms', significant],
]
const FAISS_COLUMNS = [
  ['faiss', 'faiss, ms', significant],
  ['faissRatio', 'faiss / ours', times],
]
const SINGLE_COLUMNS = [
  ...FIRST_COLUMNS,
  ...FAISS_COLUMNS,
  ['hnswlib', 'hnswlib, ms', significant],
  ['hnswlibRatio', 'hnswlib / ours', times],
  ['typescript', 'plain TypeScript, ms', significant],
  ['typescriptRatio', 'TypeScript / ours', times],
  ['agreed', 'ids agree', percent],
]
const BATCH_COLUMNS = [
  ...FIRST_COLUMNS,
  ...FAISS_COLUMNS,
  ['twoThreads', 'ours, 2 threads, ms', significant],
  ['threadsGain', 'gain of 2 threads', times],
  ['agreed', 'ids agree', percent],
]
