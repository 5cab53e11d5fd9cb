import type { Artifact, BilinearModel } from './artifact/artifact.js'
import type { Manifest } from './artifact/manifest.js'
import { evidence } from './evidence.js'

/**
 * How much every item is worth to a user of the training data: `b_i + p_u . q_i`, by the model for listeners. What a
 * rating model expects is shrunk towards 0 for items with few listeners.
 *
 * Measured for known listeners of a rating model (NDCG@10, Last.fm 2K / MovieLens 100K with n counting ratings of 4 and
 * more): 0.074 / 0.165 shrunk, 0.032 / 0.090 as is.
 *
 * @returns nItems long.
 */
export function listenerScores(artifact: Artifact, user: number): Float64Array {
  const { manifest, catalogue } = artifact
  const shrinks = listenersAreRated(manifest)
  const mean = manifest.globalMean + artifact.userBiases[user]
  return Float64Array.from(catalogue, ({ listeners }, item) => {
    const score = mean + artifact.itemBiases[item] + affinity(artifact, user, item)
    return shrinks ? score * evidence(listeners) : score
  })
}

/** Whether the model for listeners predicts ratings, rather than only ranks. */
export function listenersAreRated({ model }: Manifest): boolean {
  return ['svd', 'bayes'].includes(model.listeners ?? 'svd')
}

/** p_u . q_i */
export function affinity(
  { userFactors, itemFactors, userBiases }: BilinearModel,
  user: number,
  item: number,
): number {
  const nFactors = userFactors.length / userBiases.length
  let dot = 0
  for (let f = 0; f < nFactors; f++)
    dot += userFactors[user * nFactors + f] * itemFactors[item * nFactors + f]
  return dot
}
