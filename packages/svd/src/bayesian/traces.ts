/** How a sampler went, a number for every sweep after burn-in: what convergence is judged by. */
export interface Traces {
  /** 1 / variance of a rating's noise. */
  readonly noisePrecision: Float32Array
  /** Root mean squared error of the training ratings. */
  readonly trainingRmse: Float32Array
  /** Root mean square length of users' vectors of factors and bias. */
  readonly userNorm: Float32Array
  /** The same of items. */
  readonly itemNorm: Float32Array
}

/** The quantities that are traced. */
export const TRACED = ['noisePrecision', 'trainingRmse', 'userNorm', 'itemNorm'] as const

/** Traces yet to be written. */
export function emptyTraces(nSamples: number): Traces {
  const trace = () => new Float32Array(nSamples)
  return { noisePrecision: trace(), trainingRmse: trace(), userNorm: trace(), itemNorm: trace() }
}
