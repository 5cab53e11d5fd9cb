import type { BackendOption, SvdppParameterRates } from '@redux/kernels'
import { perKind, requireBackend, requireInteger, requireNumber, withDefaults } from './options.js'

export type { SvdppParameterRates }

/** Hyper-parameters of {@link SVDpp}; the defaults are Surprise's. */
export interface SVDppOptions {
  /** Factors per user and item, an integer >= 1. @defaultValue 20 */
  readonly nFactors?: number
  /** Passes over the ratings, an integer >= 0. @defaultValue 20 */
  readonly nEpochs?: number
  /** Step size, > 0; one for all or one for each kind of parameter. @defaultValue 0.007 */
  readonly learningRate?: number | SvdppParameterRates
  /** L2 penalty per rating, >= 0; one for all or one for each kind of parameter. @defaultValue 0.02 */
  readonly regularization?: number | SvdppParameterRates
  /** Mean of the normal distribution that factors start from. @defaultValue 0 */
  readonly initMean?: number
  /** Its standard deviation, >= 0. @defaultValue 0.1 */
  readonly initStdDev?: number
  /** Seed of the starting factors. @defaultValue 0 */
  readonly seed?: number
  /** What trains: WebAssembly SIMD, or plain TypeScript; see {@link FunkSVDOptions.backend}. @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** {@link SVDppOptions} with every default filled in. */
export interface ResolvedSVDppOptions extends Required<SVDppOptions> {
  readonly learningRate: SvdppParameterRates
  readonly regularization: SvdppParameterRates
}

/** The defaults of {@link SVDpp}. */
export const SVDPP_DEFAULTS = Object.freeze({
  nFactors: 20,
  nEpochs: 20,
  learningRate: 0.007,
  regularization: 0.02,
  initMean: 0,
  initStdDev: 0.1,
  seed: 0,
  backend: 'auto' as BackendOption,
})

const KINDS = ['userBiases', 'itemBiases', 'userFactors', 'itemFactors', 'implicitFactors'] as const

/** Fills in defaults; refuses unknown names and values out of range. */
export function resolveSVDppOptions(options: SVDppOptions): ResolvedSVDppOptions {
  const all = withDefaults(SVDPP_DEFAULTS, options)
  requireInteger('nFactors', all.nFactors, 1, 4096)
  requireInteger('nEpochs', all.nEpochs, 0)
  requireBackend(all.backend)
  requireNumber('initMean', all.initMean, Number.NEGATIVE_INFINITY)
  requireNumber('initStdDev', all.initStdDev, 0)
  requireInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  return {
    ...all,
    learningRate: perKind('learningRate', all.learningRate, KINDS, Number.MIN_VALUE),
    regularization: perKind('regularization', all.regularization, KINDS, 0),
  }
}
