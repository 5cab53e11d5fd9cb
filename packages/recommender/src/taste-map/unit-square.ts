/** Part of the points on each side, in x and in y, that counts as lying outside. */
const OUTSIDE = 0.002
/** How much farther out such a point may lie at most, as a part of the width of the rest. */
const REACH = 0.06

/**
 * The few points that lie far out, pulled in, so that the others do not share a corner; which of two is farther out
 * stays.
 *
 * @param places - n x 2, all finite.
 */
export function pulledIn(places: ArrayLike<number>): Float64Array {
  const [x, y] = [column(places, 0), column(places, 1)].map(pulledInAlong)
  return Float64Array.from(places, (_, at) => (at % 2 === 0 ? x : y)[at >> 1])
}

/**
 * Points as they are within 0..1, the same scale for x and y: the wider fills it, the narrower is in the middle.
 *
 * @param places - n x 2, all finite.
 */
export function intoUnitSquare(places: ArrayLike<number>): Float32Array {
  const x = rangeOf(column(places, 0))
  const y = rangeOf(column(places, 1))
  const width = Math.max(x.width, y.width)
  // Counted from the lowest, not from the middle: that is rounded, which points close to each other would show.
  return Float32Array.from(places, (value, at) => {
    const { low, width: own } = at % 2 === 0 ? x : y
    return width > 0 ? 0.5 + (value - low) / width - own / width / 2 : 0.5
  })
}

function column(places: ArrayLike<number>, at: 0 | 1): Float64Array {
  return Float64Array.from({ length: places.length / 2 }, (_, i) => places[2 * i + at])
}

function pulledInAlong(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  const few = Math.floor(OUTSIDE * sorted.length)
  const low = sorted[few]
  const high = sorted[sorted.length - 1 - few]
  const reach = REACH * (high - low)
  if (!(reach > 0)) return values
  return values.map((value) => {
    if (value < low) return low - reach * Math.tanh((low - value) / reach)
    return value > high ? high + reach * Math.tanh((value - high) / reach) : value
  })
}

function rangeOf(values: Float64Array): { readonly low: number; readonly width: number } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, width: high - low }
}
