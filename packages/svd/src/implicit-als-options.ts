import type { BackendOption } from '@redux/kernels'
import { requireBackend, requireInteger, requireNumber, withDefaults } from './options.js'

/** Hyper-parameters of {@link ImplicitALS}. */
export interface ImplicitALSOptions {
  /** Factors per user and item, an integer in 1..1024. @defaultValue 128 */
  readonly nFactors?: number
  /** Sweeps, each of which solves for all items and then for all users, an integer >= 0. @defaultValue 12 */
  readonly nEpochs?: number
  /** L2 penalty lambda, > 0. @defaultValue 4.5 */
  readonly regularization?: number
  /** What every cell counts towards 0, alpha0, >= 0; a positive counts 1 on average. @defaultValue 0.1 */
  readonly unobservedWeight?: number
  /** nu: penalties grow with (positives + alpha0 * rows of the other side)^nu, >= 0. @defaultValue 0.5 */
  readonly frequencyScaling?: number
  /** Standard deviation of the normal distribution that user factors start from, > 0. @defaultValue 0.1 */
  readonly initStdDev?: number
  /** Folding in draws a new user towards this many times the average training user, >= 0. @defaultValue 0.5 */
  readonly foldInPrior?: number
  /** Folding in takes every positive this many times, > 0. @defaultValue 2 */
  readonly foldInConfidence?: number
  /** Folding in takes every cell towards 0 this many times, >= 0. @defaultValue 0.3 */
  readonly foldInUnobserved?: number
  /** Seed of the starting factors. @defaultValue 0 */
  readonly seed?: number
  /** Threads to train and score on, 1 to 64; the bits are the same for every number. @defaultValue 1 */
  readonly threads?: number
  /**
   * What computes: WebAssembly SIMD in single precision, or plain TypeScript in doubles; they agree to about 1e-3 of a
   * factor. `auto` is WebAssembly where there is SIMD. @defaultValue 'auto'
   */
  readonly backend?: BackendOption
}

/** {@link ImplicitALSOptions} with every default filled in. */
export type ResolvedImplicitALSOptions = Readonly<Required<ImplicitALSOptions>>

/** The defaults of {@link ImplicitALS}. */
export const IMPLICIT_ALS_DEFAULTS = Object.freeze({
  nFactors: 128,
  nEpochs: 12,
  regularization: 4.5,
  unobservedWeight: 0.1,
  frequencyScaling: 0.5,
  initStdDev: 0.1,
  foldInPrior: 0.5,
  foldInConfidence: 2,
  foldInUnobserved: 0.3,
  seed: 0,
  threads: 1,
  backend: 'auto' as BackendOption,
})

/** Fills in defaults; refuses unknown names and values out of range. */
export function resolveImplicitALSOptions(options: ImplicitALSOptions): ResolvedImplicitALSOptions {
  const all = withDefaults(IMPLICIT_ALS_DEFAULTS, options)
  requireInteger('nFactors', all.nFactors, 1, 1024)
  requireInteger('nEpochs', all.nEpochs, 0)
  requireNumber('regularization', all.regularization, Number.MIN_VALUE)
  requireNumber('unobservedWeight', all.unobservedWeight, 0)
  requireNumber('frequencyScaling', all.frequencyScaling, 0)
  requireNumber('initStdDev', all.initStdDev, Number.MIN_VALUE)
  requireNumber('foldInPrior', all.foldInPrior, 0)
  requireNumber('foldInConfidence', all.foldInConfidence, Number.MIN_VALUE)
  requireNumber('foldInUnobserved', all.foldInUnobserved, 0)
  requireInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  requireInteger('threads', all.threads, 1, 64)
  requireBackend(all.backend)
  return Object.freeze(all)
}
