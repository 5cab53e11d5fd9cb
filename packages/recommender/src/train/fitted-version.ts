import type { BilinearModel } from '../artifact/artifact.js'
import type { Manifest } from '../artifact/manifest.js'
import type { Hyperparameters } from './train-report.js'

/** What a kind of model puts into a version: what recommends to whom, ready to be written. */
export interface FittedVersion {
  /** What recommends to those of whom some songs are known, and what to users of the training data. */
  readonly roles: Required<Pick<Manifest['model'], 'seeds' | 'listeners'>>
  readonly hyperparameters: Hyperparameters
  /** For users of the training data; rows as in the interactions. */
  readonly listeners: BilinearModel & { readonly globalMean: number }
  /** The bytes of the index for those of whom some songs are known. */
  readonly index: Uint8Array
  readonly seedScales?: Float32Array
  /** What predicts ratings, where that is not what ranks for listeners. */
  readonly ratings?: BilinearModel & { readonly globalMean: number; readonly nFactors: number }
}
