import type { CatalogueSong } from '../catalogue.js'
import type { Manifest, ManifestDescription } from './manifest.js'

/** Vectors and biases of users and items: what they make of each other is `b_u + b_i + p_u . q_i`. Row-major. */
export interface BilinearModel {
  readonly userFactors: Float32Array
  readonly itemFactors: Float32Array
  readonly userBiases: Float32Array
  readonly itemBiases: Float32Array
}

/**
 * A trained model with all that serving needs, as one version folder holds it. Users and items are rows:
 * row `u` of everything about users is user `userIds[u]`, row `i` of everything about items is `catalogue[i]`.
 */
export interface Artifact extends BilinearModel {
  readonly manifest: Manifest
  readonly catalogue: readonly CatalogueSong[]
  readonly userIds: readonly string[]
  /** nUsers + 1 long: user `u` knows the items at `historyOffsets[u] … historyOffsets[u + 1] - 1`. */
  readonly historyOffsets: Int32Array
  /** Item rows, by user. */
  readonly historyItems: Int32Array
  /** What recommendations for those of whom some songs are known are sought in, as the bytes of a FAISS file. */
  readonly index: Uint8Array
  /** nItems long: the rows of the index times these are what seeds add to a query; for seeds by the linear model. */
  readonly seedScales?: Float32Array
  /** What predicts ratings, where that is not the model that ranks for listeners. */
  readonly ratings?: BilinearModel
  /** nItems x 2, row-major, all within 0..1: where each item lies on the taste map. */
  readonly tasteMap?: Float32Array
}

/** What a trainer hands over to be published; an {@link Artifact} is one, too. */
export interface ArtifactContent extends Omit<Artifact, 'manifest'> {
  readonly manifest: ManifestDescription
}
