// Inverted files with the same lists on both sides: time, and what share of the true neighbours is found.
import { IndexFlatL2, IndexIVFFlat, kMeans, readIndex, writeIndex } from '@redux/ann'
import { inTurns } from '../lib/in-turns.mjs'
import { grouped, percent, significant, times } from '../lib/table.mjs'
import { answers, recall, searchTurn } from './searches.mjs'
import { gaussian, lastfmFactors } from './vectors.mjs'

const PROBES = [1, 8, 32]
const K = 10
const BATCH = 256
/** Of one way in one round. */
const TURN_SECONDS = 0.05

export async function ivf(peers) {
  const rows = []
  rows.push(...(await measureData(gaussian(76_038, 50), 1_102, peers)))
  rows.push(...(await measureData(gaussian(1_000_000, 64), 4_000, peers)))
  const factors = await lastfmFactors()
  if (factors !== undefined) rows.push(...(await measureData(factors, 512, peers)))
  return [
    { title: 'One query at a time', columns: SINGLE_COLUMNS, rows: rows.filter(({ batch }) => batch === 1) },
    {
      title: `${BATCH} queries at once`,
      columns: BATCH_COLUMNS,
      rows: rows.filter(({ batch }) => batch > 1),
    },
  ]
}

async function measureData(data, nlist, peers) {
  peers.progress(`ivf: ${data.name}, training and filling ${grouped(nlist)} lists`)
  const { d, name } = data
  const queries = data.queries.l2
  const truth = exactAnswers(data, queries)
  const indexes = build(data, nlist)
  await peers.faiss?.takeIndex('ivf', indexes.ours)
  await peers.faiss?.takeArray('queries', queries, d)
  const rows = []
  for (const batch of [1, BATCH])
    for (const nprobe of PROBES) {
      peers.progress(`ivf: ${name}, nprobe ${nprobe}, ${batch} at once`)
      for (const index of Object.values(indexes)) index.nprobe = nprobe
      const seconds = await measure(indexes, peers.faiss, { queries, batch, nprobe })
      const found = recall(answers(indexes.ours, queries, batch, K), truth, K)
      const theirs = await peers.faiss?.answers({ ...asked(nprobe), rows: batch })
      rows.push({
        ...{ data: name, nlist, nprobe, batch },
        ...perQuery(seconds, batch),
        recall: found,
        faissRecall: theirs && recall(theirs, truth, K),
      })
    }
  await peers.faiss?.forget()
  return rows
}

function exactAnswers({ d, vectors }, queries) {
  const index = new IndexFlatL2(d)
  index.add(vectors)
  return index.search(queries, K).labels
}

/** The lists are made once, on all threads there may be. */
function build({ d, vectors }, nlist) {
  const quantizer = new IndexFlatL2(d, { threads: 2 })
  quantizer.add(kMeans(vectors, d, nlist, { nIter: 4, maxPointsPerCentroid: 64, threads: 2 }))
  const index = new IndexIVFFlat(quantizer, d, nlist, 'l2', { threads: 2 })
  index.add(vectors)
  const file = writeIndex(index)
  return {
    ours: readIndex(file),
    twoThreads: readIndex(file, { threads: 2 }),
    typescript: readIndex(file, { backend: 'typescript' }),
  }
}

const asked = (nprobe) => ({ index: 'ivf', queries: 'queries', k: K, nprobe })

function measure({ ours, twoThreads, typescript }, faiss, { queries, batch, nprobe }) {
  const turn = (index) => searchTurn(index, queries, batch, K, TURN_SECONDS)
  return inTurns({
    ours: turn(ours),
    twoThreads: batch > 1 ? turn(twoThreads) : undefined,
    typescript: batch === 1 ? turn(typescript) : undefined,
    faiss: faiss && (() => faiss.search({ ...asked(nprobe), rows: batch, seconds: TURN_SECONDS })),
  })
}

/** Microseconds a query, and how many times as long the others take. */
function perQuery(seconds, batch) {
  const us = Object.fromEntries(Object.entries(seconds).map(([name, each]) => [name, (each * 1e6) / batch]))
  return {
    ...us,
    faissRatio: us.faiss / us.ours,
    typescriptRatio: us.typescript / us.ours,
    threadsGain: us.ours / us.twoThreads,
  }
}

const FIRST_COLUMNS = [
  ['data', 'vectors'],
  ['nlist', 'nlist', grouped],
  ['nprobe', 'nprobe', String],
  ['ours', 'ours, µs', significant],
  ['faiss', 'faiss, µs', significant],
  ['faissRatio', 'faiss / ours', times],
]
const LAST_COLUMNS = [
  ['recall', `recall@${K}, ours`, percent],
  ['faissRecall', `recall@${K}, faiss`, percent],
]
const SINGLE_COLUMNS = [
  ...FIRST_COLUMNS,
  ['typescript', 'plain TypeScript, µs', significant],
  ['typescriptRatio', 'TypeScript / ours', times],
  ...LAST_COLUMNS,
]
const BATCH_COLUMNS = [
  ...FIRST_COLUMNS,
  ['twoThreads', 'ours, 2 threads, µs', significant],
  ['threadsGain', 'gain of 2 threads', times],
  ...LAST_COLUMNS,
]
