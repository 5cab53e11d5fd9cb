import { IndexFlatIP, IndexFlatL2, IndexIVFFlat, kMeans } from '@redux/ann'
import { chooseBackend } from '@redux/kernels'
import { FunkSVD, ImplicitALS, Ratings, SVDpp } from '@redux/svd'

const N_VECTORS = 1500
const N_QUERIES = 21
const N_USERS = 200
const N_ITEMS = 150

/**
 * Searches and fits that are always the same, so that wherever they run, their bits can be compared. It is plain
 * JavaScript, which every Node and every browser runs as it is, and needs nothing that they do not both have.
 *
 * The inputs come from integer arithmetic alone: where a digest differs, it is the packages' doing.
 *
 * @returns The backend that `auto` and the like came to, and a digest of every result's bits by its name.
 */
export async function fixedWork(wanted) {
  const digests = {}
  for (const [name, arrays] of results(wanted)) digests[name] = await digest(arrays)
  return { backend: chooseBackend(wanted), digests }
}

function* results(backend) {
  for (const [d, threads] of [
    [50, 2],
    [64, 1],
    [128, 1],
  ]) {
    const vectors = uniform(N_VECTORS * d, d)
    const queries = uniform(N_QUERIES * d, d + 1)
    const options = { backend, threads }
    for (const Index of [IndexFlatL2, IndexFlatIP]) {
      const flat = new Index(d, options)
      const name = `d ${d}, ${flat.metric}`
      yield* searches(`${name}, flat`, flat, vectors, queries)
      const inverted = new IndexIVFFlat(new Index(d, options), d, 25, flat.metric, { ...options, seed: 1 })
      inverted.train(vectors)
      inverted.nprobe = 5
      yield* searches(`${name}, IVF`, inverted, vectors, queries)
    }
    yield [`d ${d}, k-means`, [kMeans(vectors, d, 30, { ...options, seed: 1 })]]
  }
  const ratings = madeUpRatings()
  // Before the first epoch there are only the random factors, for which logarithms are taken. Where engines disagreed
  // on those, this would say so.
  yield ['FunkSVD, start', factorsOf(new FunkSVD({ nFactors: 18, nEpochs: 0, backend }).fit(ratings))]
  for (const threads of [1, 2]) {
    const options = { nFactors: 18, nEpochs: 5, backend, threads }
    yield [`FunkSVD, threads ${threads}`, factorsOf(new FunkSVD(options).fit(ratings))]
  }
  yield ['SVDpp', factorsOf(new SVDpp({ nFactors: 18, nEpochs: 5, backend }).fit(ratings))]
  const { arrays } = new ImplicitALS({ nFactors: 18, nEpochs: 5, backend, threads: 2 }).fit(
    ratings,
  ).parameters
  yield ['ImplicitALS', Object.values(arrays).map(({ data }) => data)]
}

/** Fills an index and searches it for one query, for many, and for few and many neighbours. */
function* searches(name, index, vectors, queries) {
  index.add(vectors)
  const bits = ({ distances, labels }) => [distances, labels]
  yield [`${name}, one query`, bits(index.search(queries.subarray(0, index.d), 10))]
  for (const k of [10, 100]) yield [`${name}, k ${k}`, bits(index.search(queries, k))]
}

/** About one pair of user and item in eight, rated 1 to 4.5 in halves. */
function madeUpRatings() {
  const rows = []
  for (const [at, number] of uniform(N_USERS * N_ITEMS, 7).entries())
    if (number < -0.75)
      rows.push({
        user: Math.floor(at / N_ITEMS),
        item: at % N_ITEMS,
        rating: 1 + (Math.floor(number * 4096) & 7) / 2,
      })
  return Ratings.from(rows, { scale: [1, 5] })
}

function factorsOf({ parameters }) {
  return Object.values(parameters).filter((value) => value instanceof Float32Array)
}

/** Numbers of 24 bits from -1 to 1, by the linear congruential generator of "Numerical Recipes". */
function uniform(length, seed) {
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 2 ** 23 - 1
  })
}

/** SHA-256, in hexadecimal. */
async function digest(arrays) {
  const bytes = await new Blob(arrays).arrayBuffer()
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
