import type { Artifact } from './artifact/artifact.js'
import { evidence } from './evidence.js'

/**
 * What a user of the training data would rate every item, `mu + bu + bi + pu . qi`, shrunk towards 0 for items
 * with few listeners.
 *
 * Measured for known listeners (NDCG@10, Last.fm 2K / MovieLens 100K with n counting ratings of 4 and more): 0.074 /
 * 0.165 shrunk, 0.032 / 0.090 as is.
 *
 * @returns nItems long.
 */
export function expectedRatings(artifact: Artifact, user: number): Float64Array {
  const { userFactors, itemFactors, userBiases, itemBiases, catalogue, manifest } = artifact
  const { nFactors } = manifest.counts
  const pu = userFactors.subarray(user * nFactors, (user + 1) * nFactors)
  return Float64Array.from(catalogue, ({ listeners }, item) => {
    let rating = manifest.globalMean + userBiases[user] + itemBiases[item]
    for (let f = 0; f < nFactors; f++) rating += pu[f] * itemFactors[item * nFactors + f]
    return rating * evidence(listeners)
  })
}
