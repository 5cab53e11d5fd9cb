import {
  type BackendOption,
  requireBackend,
  requireInteger,
  requireNumber,
  withDefaults,
} from '../options.js'

/** Hyper-parameters of {@link BayesianSVDpp}. */
export interface BayesianSVDppOptions {
  /** Factors per user and item, an integer in 1..128. @defaultValue 16 */
  readonly nFactors?: number
  /** Sweeps that are thrown away, an integer >= 0. @defaultValue 60 */
  readonly burnIn?: number
  /** Sweeps that are averaged, an integer >= 1. @defaultValue 300 */
  readonly nSamples?: number
  /** Evenly spaced sweeps that are kept whole, to predict any pair from, 1..nSamples. @defaultValue 80, or all if fewer */
  readonly nKept?: number
  /**
   * How much what was rated at all says of a taste: the prior standard deviation of what it explains, in units of what
   * it does not, >= 0. 0 leaves it out, which is BPMF. @defaultValue 1
   */
  readonly implicitWeight?: number
  /** The same of side information, each side's for itself, >= 0. @defaultValue 1 */
  readonly sideWeight?: number
  /**
   * Items, and as many users, that count as having been rated or having rated, the most rated first, an integer >= 0:
   * the cost of the prior grows with the square of the lesser of it and the rows. @defaultValue 4096
   */
  readonly nImplicit?: number
  /**
   * Users x items up to which the posterior mean of every rating is added up over all sweeps, 4 bytes each, an integer
   * >= 0; beyond that it comes from the kept sweeps. @defaultValue 16,000,000
   */
  readonly meanMatrixCells?: number
  /** @defaultValue 0 */
  readonly seed?: number
  /** Threads, 1 to 64; results are the same for any number. @defaultValue 1 */
  readonly threads?: number
  /** What computes; see {@link FunkSVDOptions.backend}. @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** {@link BayesianSVDppOptions} with every default filled in. */
export type ResolvedBayesianSVDppOptions = Required<BayesianSVDppOptions>

/** The defaults of {@link BayesianSVDpp}. */
export const BAYESIAN_SVDPP_DEFAULTS = Object.freeze({
  nFactors: 16,
  burnIn: 60,
  nSamples: 300,
  nKept: 80,
  implicitWeight: 1,
  sideWeight: 1,
  nImplicit: 4096,
  meanMatrixCells: 16_000_000,
  seed: 0,
  threads: 1,
  backend: 'auto' as BackendOption,
})

/** Fills in defaults; refuses unknown names and values out of range. */
export function resolveBayesianSVDppOptions(options: BayesianSVDppOptions): ResolvedBayesianSVDppOptions {
  const all = withDefaults(BAYESIAN_SVDPP_DEFAULTS, options)
  requireInteger('nFactors', all.nFactors, 1, 128)
  requireInteger('burnIn', all.burnIn, 0)
  requireInteger('nSamples', all.nSamples, 1)
  const nKept = options.nKept ?? Math.min(BAYESIAN_SVDPP_DEFAULTS.nKept, all.nSamples)
  requireInteger('nKept', nKept, 1, all.nSamples)
  requireNumber('implicitWeight', all.implicitWeight, 0)
  requireNumber('sideWeight', all.sideWeight, 0)
  requireInteger('nImplicit', all.nImplicit, 0)
  requireInteger('meanMatrixCells', all.meanMatrixCells, 0)
  requireInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  requireInteger('threads', all.threads, 1, 64)
  requireBackend(all.backend)
  return { ...all, nKept }
}
