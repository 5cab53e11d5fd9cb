// How many queries a second the flat indexes answer; they are exact, so recall is 1 by construction.
import { IndexFlatIP, IndexFlatL2 } from '@redux/ann'
import { alternate, report, seededRandom } from './lib/measure.mjs'

const sizes = { vectors: 30_000, d: 50, queries: 50, k: 10 }
const rounds = 10

const random = seededRandom(1)
const vectors = (n) => Float32Array.from({ length: n * sizes.d }, () => random() - 0.5)
const stored = vectors(sizes.vectors)
const queries = vectors(sizes.queries)

const variants = [IndexFlatL2, IndexFlatIP].map((Index) => {
  const index = new Index(sizes.d)
  index.add(stored)
  return {
    name: Index.name,
    work: sizes.queries,
    run: () => index.search(queries, sizes.k).distances[0],
  }
})

const { results, sink } = alternate(variants, rounds)
report({
  title: '@redux/ann flat search, one thread, recall@10 1',
  unit: 'queries/s',
  sizes,
  rounds,
  results,
  sink,
})
