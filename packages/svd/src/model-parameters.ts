import { SvdError } from './errors.js'
import type { NpyArray } from './npy.js'

/** What an option of a model can be. */
export type OptionValue = number | string | boolean

/** Everything a fitted model knows, as plain data: what its files hold. */
export interface ModelParameters {
  /** Which model, such as `ials`. */
  readonly kind: string
  /** The options it was made with, flat. */
  readonly options: Readonly<Record<string, OptionValue>>
  /** Single numbers it learned, such as a mean. */
  readonly scalars: Readonly<Record<string, number>>
  /** By row. */
  readonly userIds: readonly string[]
  /** By row. */
  readonly itemIds: readonly string[]
  /** Arrays by name in snake_case, such as `item_factors`, dense and row-major. */
  readonly arrays: Readonly<Record<string, NpyArray>>
}

/**
 * The saved options, for a model's constructor, which checks them.
 *
 * @throws {@link SvdError} BAD_FILE when they are another model's.
 */
export function optionsOf({ kind, options }: ModelParameters, wanted: string): Record<string, OptionValue> {
  if (kind !== wanted) throw new SvdError('BAD_FILE', `expected a model of kind ${wanted}, found ${kind}`)
  return { ...options }
}

/**
 * A copy of a saved array of single-precision numbers.
 *
 * @throws {@link SvdError} BAD_FILE when it is absent or of another type, DIMENSION_MISMATCH, NOT_FINITE.
 */
export function float32(parameters: ModelParameters, name: string, shape: readonly number[]): Float32Array {
  const { data } = arrayOf(parameters, name, shape)
  if (!(data instanceof Float32Array)) throw new SvdError('BAD_FILE', `${name} must hold float32 numbers`)
  const at = data.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new SvdError('NOT_FINITE', `${name} must be finite, got ${data[at]} at position ${at}`)
  return data.slice()
}

/**
 * A copy of a saved array of whole numbers.
 *
 * @throws {@link SvdError} BAD_FILE when it is absent or of another type, DIMENSION_MISMATCH.
 */
export function int32(parameters: ModelParameters, name: string, shape: readonly number[]): Int32Array {
  const { data } = arrayOf(parameters, name, shape)
  if (!(data instanceof Int32Array)) throw new SvdError('BAD_FILE', `${name} must hold int32 numbers`)
  return data.slice()
}

function arrayOf({ arrays }: ModelParameters, name: string, shape: readonly number[]): NpyArray {
  const array = arrays[name]
  if (array === undefined) throw new SvdError('BAD_FILE', `${name} is missing`)
  if (array.shape.length !== shape.length || array.shape.some((size, axis) => size !== shape[axis]))
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `${name} must have the shape [${shape.join(', ')}], got [${array.shape.join(', ')}]`,
    )
  return array
}
