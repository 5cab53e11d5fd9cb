import { writeIndex } from '@redux/ann'
import type { FewSeedLinear } from '@redux/svd'
import type { BilinearModel } from '../artifact/artifact.js'
import { linearIndexOf } from '../seed-space/linear-space.js'
import { overCatalogue, type TrainingPositives } from './positives.js'

/** What a linear few-seed model puts into a version to recommend by seeds. */
export function seedsOfLinear(model: FewSeedLinear, { itemRows }: TrainingPositives, nItems: number) {
  const itemFactors = overCatalogue(model.itemFactors.data, itemRows, nItems)
  const intercepts = overCatalogue(model.intercepts, itemRows, nItems)
  return {
    index: writeIndex(linearIndexOf(itemFactors, intercepts)),
    seedScales: overCatalogue(model.seedScales, itemRows, nItems),
  }
}

/** A linear model as vectors of users and items: a user is the sum of what their songs add to a query. */
export function listenersOfLinear(
  model: FewSeedLinear,
  { ratings, itemRows }: TrainingPositives,
  nItems: number,
): BilinearModel {
  const { nFactors } = model.options
  const userFactors = new Float32Array(ratings.nUsers * nFactors)
  for (let u = 0; u < ratings.nUsers; u++) {
    const user = userFactors.subarray(u * nFactors, (u + 1) * nFactors)
    for (let at = ratings.offsets[u]; at < ratings.offsets[u + 1]; at++)
      model.addSeed(user, ratings.itemRows[at], 1)
  }
  return {
    userFactors,
    itemFactors: overCatalogue(model.itemFactors.data, itemRows, nItems),
    userBiases: new Float32Array(ratings.nUsers),
    itemBiases: overCatalogue(model.intercepts, itemRows, nItems),
  }
}
