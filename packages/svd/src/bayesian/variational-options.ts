import { type BackendOption, requireBackend, requireInteger, withDefaults } from '../options.js'

/** Hyper-parameters of {@link VariationalMF}. */
export interface VariationalMFOptions {
  /** Factors per user and item, an integer in 1..128. @defaultValue 16 */
  readonly nFactors?: number
  /** Passes over users and items, an integer >= 1. @defaultValue 40 */
  readonly nEpochs?: number
  /** Of the starting factors. @defaultValue 0 */
  readonly seed?: number
  /** Threads, 1 to 64; results are the same for any number. @defaultValue 1 */
  readonly threads?: number
  /** What computes; see {@link FunkSVDOptions.backend}. @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** The defaults of {@link VariationalMF}. */
export const VARIATIONAL_MF_DEFAULTS = Object.freeze({
  nFactors: 16,
  nEpochs: 40,
  seed: 0,
  threads: 1,
  backend: 'auto' as BackendOption,
})

/** Fills in defaults; refuses unknown names and values out of range. */
export function resolveVariationalMFOptions(options: VariationalMFOptions): Required<VariationalMFOptions> {
  const all = withDefaults(VARIATIONAL_MF_DEFAULTS, options)
  requireInteger('nFactors', all.nFactors, 1, 128)
  requireInteger('nEpochs', all.nEpochs, 1)
  requireInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  requireInteger('threads', all.threads, 1, 64)
  requireBackend(all.backend)
  return all
}
