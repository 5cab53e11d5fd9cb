import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyIndex,
  IndexFlatIP,
  IndexFlatL2,
  IndexIDMap,
  IndexIVFFlat,
  IndexIVFPQ,
  IndexScalarQuantizer,
  type Metric,
  type VectorIndex,
  writeIndex,
} from '../src/index.js'
import { createRandom } from '../src/random.js'

/** A Python that has faiss and numpy; without it nothing here runs. */
const python = process.env['PEER_PYTHON']

/** Reads an index, adds vectors, and writes what FAISS answers to queries and how it would write the index itself. */
const PEER = `
import json, sys
import faiss, numpy
index_file, added_file, query_file, out = sys.argv[1:5]
d, k = int(sys.argv[5]), int(sys.argv[6])
index = faiss.read_index(index_file)
added = numpy.fromfile(added_file, dtype='<f4').reshape(-1, d)
if len(added) > 0:
    index.add(added)
written = faiss.serialize_index(index).tobytes()
queries = numpy.fromfile(query_file, dtype='<f4').reshape(-1, d)
answer = {'ntotal': index.ntotal, 'isTrained': bool(index.is_trained), 'written': written.hex()}
if index.is_trained:
    distances, labels = index.search(queries, k)
    answer['distances'] = distances.ravel().tolist()
    answer['labels'] = [str(label) for label in labels.ravel()]
json.dump(answer, open(out, 'w'))
`

interface PeerAnswer {
  readonly ntotal: number
  readonly isTrained: boolean
  readonly written: string
  readonly distances?: readonly number[]
  readonly labels?: readonly string[]
}

const d = 12
const k = 7
const random = createRandom(1)
const vectors = (n: number) => Float32Array.from({ length: n * d }, () => random() - 0.5)
const stored = vectors(900)
const queries = vectors(40)

const flat = (metric: Metric) => (metric === 'l2' ? new IndexFlatL2(d) : new IndexFlatIP(d))

function filled<I extends VectorIndex>(index: I): I {
  index.train(stored)
  index.add(stored)
  index.remove([3, 17, 899])
  return index
}

function ivfFlat(metric: Metric, nlist = 10): IndexIVFFlat {
  const index = new IndexIVFFlat(flat(metric), d, nlist)
  index.nprobe = 3
  return index
}

function ivfPq(metric: Metric, nbits = 8, M = 4): IndexIVFPQ {
  const index = new IndexIVFPQ(flat(metric), d, 10, M, nbits)
  index.nprobe = 3
  return index
}

function withIds<I extends VectorIndex>(index: I): IndexIDMap<I> {
  index.train(stored)
  const map = new IndexIDMap(index)
  map.addWithIds(
    stored,
    Array.from({ length: 900 }, (_, i) => 2n ** 60n - 7n * BigInt(i)),
  )
  map.remove([2n ** 60n - 70n, 2n ** 60n])
  map.addWithIds(stored.subarray(0, d), [-3n])
  return map
}

function sparse(): IndexIVFFlat {
  const index = ivfFlat('l2')
  index.train(stored)
  index.addWithIds(stored.subarray(0, 3 * d), [5, 2 ** 31 - 1, 0])
  return index
}

const INDEXES: Readonly<Record<string, () => AnyIndex>> = {
  IndexFlatL2: () => filled(flat('l2')),
  IndexFlatIP: () => filled(flat('innerProduct')),
  'empty IndexFlatL2': () => new IndexFlatL2(d),
  'IndexScalarQuantizer, L2': () => filled(new IndexScalarQuantizer(d)),
  'IndexScalarQuantizer, inner product': () => filled(new IndexScalarQuantizer(d, 'innerProduct')),
  'untrained IndexScalarQuantizer': () => new IndexScalarQuantizer(d),
  'IndexIVFFlat, L2': () => filled(ivfFlat('l2')),
  'IndexIVFFlat, inner product': () => filled(ivfFlat('innerProduct')),
  'IndexIVFFlat with few vectors': sparse,
  'untrained IndexIVFFlat': () => ivfFlat('l2'),
  'IndexIVFPQ, L2': () => filled(ivfPq('l2')),
  'IndexIVFPQ, inner product': () => filled(ivfPq('innerProduct')),
  'IndexIVFPQ, 3 bits': () => filled(ivfPq('l2', 3)),
  'IndexIVFPQ, 5 bits': () => filled(ivfPq('innerProduct', 5, 3)),
  'IndexIVFPQ, 1 bit': () => filled(ivfPq('l2', 1, 12)),
  'untrained IndexIVFPQ': () => ivfPq('l2', 6),
  'IndexIDMap of a flat index': () => withIds(flat('l2')),
  'IndexIDMap of IndexScalarQuantizer': () => withIds(new IndexScalarQuantizer(d)),
  'IndexIDMap of IndexIVFFlat': () => withIds(ivfFlat('innerProduct')),
  'IndexIDMap of IndexIVFPQ': () => withIds(ivfPq('l2')),
}

describe.skipIf(!python)('FAISS', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'redux-ann-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function askPeer(bytes: Uint8Array, added = new Float32Array(0)): PeerAnswer {
    const out = join(folder, 'answer')
    const files = Object.entries({ index: bytes, added, queries }).map(([name, content]) => {
      writeFileSync(
        join(folder, name),
        new Uint8Array(content.buffer, content.byteOffset, content.byteLength),
      )
      return join(folder, name)
    })
    execFileSync(python!, ['-c', PEER, ...files, out, String(d), String(k)])
    return JSON.parse(readFileSync(out, 'utf8'))
  }

  test.each(Object.keys(INDEXES))(
    'reads what we write of %s, answers the same and writes the same',
    (name) => {
      const index = INDEXES[name]!()
      const bytes = writeIndex(index)
      const peer = askPeer(bytes)
      expect(peer.ntotal).toBe(index.ntotal)
      expect(peer.isTrained).toBe(index.isTrained)
      expect(peer.written).toBe(Buffer.from(bytes).toString('hex'))
      if (!index.isTrained) return
      const { distances, labels } = index.search(queries, k)
      const ours = Array.from(labels as ArrayLike<bigint | number>, String)
      // Vectors at random have no equal distances, but for very short codes.
      const isTie = (i: number) => distances[i] === distances[i + 1] || distances[i] === distances[i - 1]
      for (const [i, distance] of distances.entries()) {
        if (ours[i] === '-1') {
          expect(peer.labels![i]).toBe('-1')
          continue
        }
        expect(Math.abs(peer.distances![i]! - distance)).toBeLessThanOrEqual(2e-6)
        if (!isTie(i) && (i + 1) % k !== 0) expect(peer.labels![i]).toBe(ours[i])
      }
    },
  )

  const codedAlike: Readonly<Record<string, () => IndexScalarQuantizer | IndexIVFFlat | IndexIVFPQ>> = {
    IndexScalarQuantizer: () => new IndexScalarQuantizer(d),
    IndexIVFFlat: () => ivfFlat('l2'),
    IndexIVFPQ: () => ivfPq('l2'),
  }
  test.each(Object.keys(codedAlike))('adds vectors to our trained %s as we do, byte for byte', (name) => {
    const index = codedAlike[name]!()
    index.train(stored)
    const { written } = askPeer(writeIndex(index), stored)
    index.add(stored)
    expect(written).toBe(Buffer.from(writeIndex(index)).toString('hex'))
  })
})
