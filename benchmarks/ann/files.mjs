// Every kind of index that has a file: how fast it is filled, saved and loaded, what it takes, and what it finds.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  IndexFlatL2,
  IndexIVFFlat,
  IndexIVFPQ,
  IndexScalarQuantizer,
  readIndex,
  writeIndex,
} from '@redux/ann'
import { inTurns, secondsOf } from '../lib/in-turns.mjs'
import { percent, significant, times } from '../lib/table.mjs'
import { Faiss } from './faiss.mjs'
import { runChild } from './run-child.mjs'
import { answers, recall, searchTurn } from './searches.mjs'
import { gaussian } from './vectors.mjs'

const K = 10
const NPROBE = 8
const NLIST = 1_102
const SUB_VECTORS = 10

/** Trained and empty. */
const KINDS = {
  Flat: ({ d }) => new IndexFlatL2(d),
  IVFFlat: ({ d, vectors }) =>
    trained(new IndexIVFFlat(new IndexFlatL2(d), d, NLIST, 'l2', LEARNING), vectors),
  SQ8: ({ d, vectors }) => trained(new IndexScalarQuantizer(d), vectors),
  IVFPQ: ({ d, vectors }) =>
    trained(new IndexIVFPQ(new IndexFlatL2(d), d, NLIST, SUB_VECTORS, 8, 'l2', LEARNING), vectors),
}
const LEARNING = { nIter: 4, maxPointsPerCentroid: 64 }

function trained(index, vectors) {
  index.train(vectors)
  return index
}

export async function files({ faiss, progress }) {
  const data = gaussian(76_038, 50)
  const folder = mkdtempSync(join(tmpdir(), 'redux-bench-'))
  try {
    const vectorFile = join(folder, 'vectors.f32')
    writeFileSync(vectorFile, new Uint8Array(data.vectors.buffer))
    await faiss?.takeArray('vectors', data.vectors, data.d)
    await faiss?.takeArray('queries', data.queries.l2, data.d)
    const truth = exactAnswers(data)
    const rows = []
    for (const [kind, create] of Object.entries(KINDS)) {
      progress(`files: ${kind}, training`)
      const emptyFile = join(folder, 'empty.index')
      writeFileSync(emptyFile, writeIndex(create(data)))
      progress(`files: ${kind}`)
      const measured = await measureKind({ data, truth, faiss, folder, emptyFile })
      const memory = await measureMemory(data, emptyFile, vectorFile, faiss)
      rows.push({ kind, ...measured, ...memory })
    }
    await faiss?.forget()
    return ['times', 'bytes', 'searches'].map((title) => ({
      title: `${data.name}: ${title}`,
      columns: [['kind', 'index'], ...COLUMNS[title]],
      rows,
    }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function exactAnswers(data) {
  const index = new IndexFlatL2(data.d)
  index.add(data.vectors)
  return index.search(data.queries.l2, K).labels
}

/** Both sides fill the same empty index, and search what they filled it with. */
async function measureKind({ data, truth, faiss, folder, emptyFile }) {
  const empty = readFileSync(emptyFile)
  const file = join(folder, 'full.index')
  const queries = data.queries.l2
  let index = readIndex(empty)
  await faiss?.load('kind', emptyFile)
  const add = await inTurns({
    ours: () => {
      index = readIndex(empty)
      return secondsOf(() => index.add(data.vectors))
    },
    faiss: faiss && (() => faiss.add('kind', 'vectors')),
  })
  const save = await inTurns({
    ours: () => secondsOf(() => writeFileSync(file, writeIndex(index))),
    faiss: faiss && (async () => (await faiss.save('kind', faiss.path('full.index'))).seconds),
  })
  const load = await inTurns({
    ours: () => secondsOf(() => readIndex(readFileSync(file))),
    faiss: faiss && (async () => (await faiss.load('kind', faiss.path('full.index'))).seconds),
  })
  const isInverted = 'nprobe' in index
  if (isInverted) index.nprobe = NPROBE
  const asked = { index: 'kind', queries: 'queries', rows: 1, k: K, nprobe: isInverted ? NPROBE : null }
  const search = await inTurns({
    ours: searchTurn(index, queries, 1, K, 0.05),
    faiss: faiss && (() => faiss.search({ ...asked, seconds: 0.05 })),
  })
  const theirs = await faiss?.answers(asked)
  return {
    ...beside('add', add, 1000),
    ...beside('save', save, 1000),
    ...beside('load', load, 1000),
    ...beside('search', search, 1000),
    fileBytes: readFileSync(file).length / index.ntotal,
    recall: recall(answers(index, queries, 1, K), truth, K),
    faissRecall: theirs && recall(theirs, truth, K),
  }
}

function beside(name, { ours, faiss }, unit) {
  return { [name]: ours * unit, [`${name}Faiss`]: faiss * unit, [`${name}Ratio`]: faiss / ours }
}

/** Bytes per vector by which a fresh process grows. */
async function measureMemory({ n, d, vectors }, emptyFile, vectorFile, faiss) {
  const child = new URL('./memory-child.mjs', import.meta.url)
  const { bytes } = await runChild(child, [emptyFile, vectorFile])
  const fresh = faiss && (await Faiss.start())
  if (fresh === undefined) return { memory: bytes / n }
  await fresh.takeArray('vectors', vectors, d)
  await fresh.load('kind', emptyFile)
  const before = await fresh.memory()
  await fresh.add('kind', 'vectors')
  const memoryFaiss = ((await fresh.memory()) - before) / n
  fresh.stop()
  return { memory: bytes / n, memoryFaiss }
}

const timed = (name, title) => [
  [name, `${title}, ours, ms`, significant],
  [`${name}Faiss`, 'faiss, ms', significant],
  [`${name}Ratio`, 'faiss / ours', times],
]
const COLUMNS = {
  times: [...timed('add', 'add'), ...timed('save', 'save'), ...timed('load', 'load')],
  bytes: [
    ['memory', 'bytes per vector in memory, ours', significant],
    ['memoryFaiss', 'faiss', significant],
    ['fileBytes', 'in the file', significant],
  ],
  searches: [
    ...timed('search', 'one query'),
    ['recall', `recall@${K}, ours`, percent],
    ['faissRecall', 'faiss', percent],
  ],
}
