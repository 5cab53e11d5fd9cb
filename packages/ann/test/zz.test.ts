import { test } from 'vitest'
import { IndexFlatL2, IndexIVFPQ, IndexScalarQuantizer } from '../src/index.js'
import { createRandom } from '../src/random.js'
const time = (name: string, work: () => unknown) => { const t = performance.now(); work(); console.log(name, (performance.now() - t).toFixed(1)) }
test('x', () => {
  const d = 64, n = 100_000, nq = 100
  const r = createRandom(1)
  const x = Float32Array.from({ length: n * d }, r), q = Float32Array.from({ length: nq * d }, r)
  const sq = new IndexScalarQuantizer(d)
  time('sq train', () => sq.train(x)); time('sq add', () => sq.add(x))
  for (let i = 0; i < 2; i++) { time('sq search 100', () => sq.search(q, 10)); time('sq search 1', () => sq.search(q.subarray(0, d), 10)) }
  for (const M of [8, 16]) {
  const pq = new IndexIVFPQ(new IndexFlatL2(d), d, 256, M)
  time('pq train', () => pq.train(x)); time('pq add', () => pq.add(x))
  for (const nprobe of [8, 64, 256]) { pq.nprobe = nprobe
  for (let i = 0; i < 2; i++) { time(`pq${M} ${nprobe} search 100`, () => pq.search(q, 10)) } }
  }
})
