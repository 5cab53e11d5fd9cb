// Fills a flat index with so many vectors of so many components, and tells what it takes.
import { IndexFlatL2 } from '@redux/ann'
import { secondsOf } from '../lib/in-turns.mjs'
import { peakMegabytes } from '../lib/peak-memory.mjs'
import { searchTurn } from './searches.mjs'
import { gaussianSource } from './vectors.mjs'

const AT_ONCE = 10_000
const [n, d] = process.argv.slice(2).map(Number)

const next = gaussianSource(1)
globalThis.gc()
const before = process.memoryUsage.rss()
const index = new IndexFlatL2(d)
let addSeconds = 0
for (let done = 0; done < n; done += AT_ONCE) {
  const vectors = next(AT_ONCE * d)
  addSeconds += secondsOf(() => index.add(vectors))
}
globalThis.gc()
const bytesPerVector = (process.memoryUsage.rss() - before) / n
const queries = next(64 * d)
searchTurn(index, queries, 1, 10, 0.2)()
const seconds = searchTurn(index, queries, 1, 10, 2)()
console.log(JSON.stringify({ seconds, addSeconds, bytesPerVector, peakMegabytes: peakMegabytes() }))
