import type { CatalogueSong } from '../catalogue.js'
import type { Manifest, ManifestDescription } from './manifest.js'

/**
 * A trained model with all that serving needs, as one version folder holds it. Users and items are rows:
 * row `u` of everything about users is user `userIds[u]`, row `i` of everything about items is `catalogue[i]`.
 */
export interface Artifact {
  readonly manifest: Manifest
  readonly catalogue: readonly CatalogueSong[]
  readonly userIds: readonly string[]
  /** nUsers x nFactors, row-major. */
  readonly userFactors: Float32Array
  /** nItems x nFactors, row-major. */
  readonly itemFactors: Float32Array
  readonly userBiases: Float32Array
  readonly itemBiases: Float32Array
  /** nUsers + 1 long: user `u` knows the items at `historyOffsets[u] … historyOffsets[u + 1] - 1`. */
  readonly historyOffsets: Int32Array
  /** Item rows, by user. */
  readonly historyItems: Int32Array
  /** The index over the item factors, as the bytes of a FAISS file. */
  readonly index: Uint8Array
}

/** What a trainer hands over to be published; an {@link Artifact} is one, too. */
export interface ArtifactContent extends Omit<Artifact, 'manifest'> {
  readonly manifest: ManifestDescription
}
