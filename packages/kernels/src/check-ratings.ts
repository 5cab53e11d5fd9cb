import { KernelError } from './errors.js'
import type { SgdRatings } from './rating-grid.js'

/** All that stands between the caller's arrays and a kernel that checks nothing. */
export function checkRatings({ offsets, items, values }: SgdRatings, nItems: number, stride: number): void {
  const refuse = (message: string): never => {
    throw new KernelError('OUT_OF_BOUNDS', message)
  }
  if (!Number.isInteger(stride) || stride < 4 || stride % 4 !== 0)
    refuse(`stride must be a positive multiple of 4, got ${stride}`)
  if (items.length !== values.length)
    refuse(`items and values must be equally long, got ${items.length} and ${values.length}`)
  if (offsets.length === 0 || offsets[0] !== 0 || offsets[offsets.length - 1] !== items.length)
    refuse(`offsets must go from 0 to ${items.length}, got ${offsets[0]} to ${offsets[offsets.length - 1]}`)
  for (let u = 1; u < offsets.length; u++)
    if (offsets[u]! < offsets[u - 1]!)
      refuse(`offsets must ascend, got ${offsets[u]} after ${offsets[u - 1]}`)
  for (const item of items)
    if (item < 0 || item >= nItems) refuse(`item rows must be in 0..${nItems - 1}, got ${item}`)
}
