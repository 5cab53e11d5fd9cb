import type { BackendOption, ParameterRates } from '@redux/kernels'
import { SvdError } from './errors.js'

export type { BackendOption, ParameterRates }

/** Hyper-parameters of {@link FunkSVD}; the defaults are Surprise's. */
export interface FunkSVDOptions {
  /** Factors per user and item, an integer >= 1. @defaultValue 100 */
  readonly nFactors?: number
  /** Passes over the ratings, an integer >= 0. @defaultValue 20 */
  readonly nEpochs?: number
  /** Step size, > 0; one for all or one for each kind of parameter. @defaultValue 0.005 */
  readonly learningRate?: number | ParameterRates
  /** L2 penalty per rating, >= 0; one for all or one for each kind of parameter. @defaultValue 0.02 */
  readonly regularization?: number | ParameterRates
  /** Whether the mean and biases are part of the prediction. @defaultValue true */
  readonly biased?: boolean
  /** Mean of the normal distribution that factors start from. @defaultValue 0 */
  readonly initMean?: number
  /** Its standard deviation, >= 0. @defaultValue 0.1 */
  readonly initStdDev?: number
  /** Seed of the starting factors. @defaultValue 0 */
  readonly seed?: number
  /**
   * Threads to train on, 1 to 64. Ratings are visited in another order for every number of threads, so results differ
   * by it in detail; the same number gives the same bits, on any machine. @defaultValue 1
   */
  readonly threads?: number
  /**
   * What trains: WebAssembly SIMD, or plain TypeScript, which sums in doubles and in another order, so that results
   * agree to about 1e-5 and not in every bit. `auto` is WebAssembly where there is SIMD. @defaultValue 'auto'
   */
  readonly backend?: BackendOption
}

/** {@link FunkSVDOptions} with every default filled in. */
export interface ResolvedFunkSVDOptions extends Required<FunkSVDOptions> {
  readonly learningRate: ParameterRates
  readonly regularization: ParameterRates
}

/** The defaults of {@link FunkSVD}. */
export const FUNK_SVD_DEFAULTS = Object.freeze({
  nFactors: 100,
  nEpochs: 20,
  learningRate: 0.005,
  regularization: 0.02,
  biased: true,
  initMean: 0,
  initStdDev: 0.1,
  seed: 0,
  threads: 1,
  backend: 'auto' as BackendOption,
})

const PARAMETER_KINDS = ['userBiases', 'itemBiases', 'userFactors', 'itemFactors'] as const

/** Fills in defaults; refuses unknown names and values out of range. */
export function resolveFunkSVDOptions(options: FunkSVDOptions): ResolvedFunkSVDOptions {
  const all = withDefaults(FUNK_SVD_DEFAULTS, options)
  requireInteger('nFactors', all.nFactors, 1, 4096)
  requireInteger('nEpochs', all.nEpochs, 0)
  requireInteger('threads', all.threads, 1, 64)
  requireBoolean('biased', all.biased)
  requireBackend(all.backend)
  requireNumber('initMean', all.initMean, Number.NEGATIVE_INFINITY)
  requireNumber('initStdDev', all.initStdDev, 0)
  requireInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  return {
    ...all,
    learningRate: perKind('learningRate', all.learningRate, PARAMETER_KINDS, Number.MIN_VALUE),
    regularization: perKind('regularization', all.regularization, PARAMETER_KINDS, 0),
  }
}

/** Merges options over their defaults; `undefined` means the default. Refuses names that have none. */
export function withDefaults<T extends object>(defaults: T, options: Partial<Record<keyof T, unknown>>): T {
  for (const name of Object.keys(options))
    if (!(name in defaults))
      throw new SvdError(
        'INVALID_OPTION',
        `unknown option ${name}; known are ${Object.keys(defaults).join(', ')}`,
      )
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}

/** Refuses anything but an integer in min..max. */
export function requireInteger(
  name: string,
  value: unknown,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return
  const range = max === Number.MAX_SAFE_INTEGER ? `>= ${min}` : `in ${min}..${max}`
  throw new SvdError('INVALID_OPTION', `${name} must be an integer ${range}, got ${String(value)}`)
}

/** Refuses anything but a finite number >= min. */
export function requireNumber(name: string, value: unknown, min: number): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min) return
  const range = min === Number.NEGATIVE_INFINITY ? '' : min === Number.MIN_VALUE ? ' > 0' : ` >= ${min}`
  throw new SvdError('INVALID_OPTION', `${name} must be a finite number${range}, got ${String(value)}`)
}

function requireBoolean(name: string, value: unknown): void {
  if (typeof value !== 'boolean')
    throw new SvdError('INVALID_OPTION', `${name} must be true or false, got ${String(value)}`)
}

/** Refuses anything but a backend's name. */
export function requireBackend(value: unknown): void {
  if (!['auto', 'wasm', 'typescript'].includes(value as string))
    throw new SvdError('INVALID_OPTION', `backend must be auto, wasm or typescript, got ${String(value)}`)
}

/** One number for each kind of parameter, from such an object or from one number for all. */
export function perKind<Kind extends string>(
  name: string,
  value: number | Readonly<Record<Kind, number>>,
  kinds: readonly Kind[],
  min: number,
): Readonly<Record<Kind, number>> {
  if (typeof value !== 'object' || value === null) {
    requireNumber(name, value, min)
    return Object.fromEntries(kinds.map((kind) => [kind, value])) as Record<Kind, number>
  }
  for (const kind of kinds) requireNumber(`${name}.${kind}`, value[kind], min)
  for (const kind of Object.keys(value))
    if (!(kinds as readonly string[]).includes(kind))
      throw new SvdError('INVALID_OPTION', `${name} has no ${kind}; it has ${kinds.join(', ')}`)
  return value
}
