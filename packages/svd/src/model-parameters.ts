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
