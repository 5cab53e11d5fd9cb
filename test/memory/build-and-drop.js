// Builds and drops an index a thousand times, and prints how much memory each build has cost for good, as shares of an
// index.
// node --expose-gc build-and-drop.js flat|ivf|threads|leak
import { setImmediate as turn } from 'node:timers/promises'
import { IndexFlatL2, IndexIVFFlat } from '@redux/ann'

const D = 32
const N_VECTORS = 5000
const WARM_UP = 100
const BUILDS = 1000
/** Whose memories the garbage collector has to take back. */
const backend = 'wasm'

const vectors = Float32Array.from({ length: N_VECTORS * D }, (_, i) => Math.fround((i * 0.618034) % 1))
/** Of float32 components and their 8-bit codes. */
const indexBytes = N_VECTORS * D * 5
const kept = []

const makers = {
  flat: () => new IndexFlatL2(D, { backend }),
  ivf: () =>
    new IndexIVFFlat(new IndexFlatL2(D, { backend }), D, 8, 'l2', {
      backend,
      nIter: 1,
      maxPointsPerCentroid: 40,
    }),
  threads: () => new IndexFlatL2(D, { backend, threads: 2 }),
  leak: () => {
    kept.push(new Uint8Array(indexBytes / 20).fill(1))
    return makers.flat()
  },
}

function buildAndDrop(kind) {
  const index = makers[kind]()
  index.train(vectors)
  index.add(vectors)
  index.search(vectors.subarray(0, 8 * D), 10)
}

/** Bytes that are in use once all is collected that can be; not the room that V8 keeps for its own heap. */
async function measure() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc()
    // What was collected is given back by tasks that come later.
    await turn()
  }
  const { rss, external, heapTotal, heapUsed } = process.memoryUsage()
  return { resident: rss - heapTotal + heapUsed, external }
}

const [kind] = process.argv.slice(2)
for (let i = 0; i < WARM_UP; i++) buildAndDrop(kind)
const before = await measure()
for (let i = WARM_UP; i < BUILDS; i++) buildAndDrop(kind)
const after = await measure()
const perBuild = (what) => (after[what] - before[what]) / (BUILDS - WARM_UP) / indexBytes
process.stdout.write(JSON.stringify({ resident: perBuild('resident'), external: perBuild('external') }))
