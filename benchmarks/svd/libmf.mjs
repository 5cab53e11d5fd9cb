// The same training by libmf, a native library whose SGD uses the processor's widest vectors.
import { loadNativePeer } from '../lib/native-peer.mjs'

const peer = loadNativePeer('libmf')

export const libmfVersion = peer?.version

/** A function that trains on the ratings, or undefined without libmf. The ratings are given to it before. */
export function libmfTraining(ratings, { factors, iterations, threads = 1 }) {
  if (peer === undefined) return undefined
  const { Matrix, Model } = peer.library
  const data = new Matrix()
  for (let user = 0; user < ratings.nUsers; user++)
    for (let at = ratings.offsets[user]; at < ratings.offsets[user + 1]; at++)
      data.push(user, ratings.itemRows[at], ratings.values[at])
  return () => {
    const model = new Model({
      ...{ factors, iterations, threads, learningRate: 0.05 },
      ...{ lambdaP2: 0.02, lambdaQ2: 0.02, quiet: true },
    })
    model.fit(data)
    model.destroy()
  }
}
