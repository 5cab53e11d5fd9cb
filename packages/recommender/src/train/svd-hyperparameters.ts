/** What Funk SVD is told. */
export interface SvdHyperparameters {
  readonly nFactors: number
  readonly nEpochs: number
  readonly learningRate: number
  readonly regularization: number
  readonly seed: number
}

/** What Funk SVD is told when nobody says otherwise: what the reference system used. */
export const SVD_DEFAULTS = Object.freeze({
  nFactors: 50,
  nEpochs: 20,
  learningRate: 0.005,
  regularization: 0.02,
})
