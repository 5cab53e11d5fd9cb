/** The logarithm of the square root of 2 pi. */
const LOG_SQRT_TAU = Math.log(2 * Math.PI) / 2

/** The logarithm of the standard normal density at `z`. */
export function logNormalDensity(z: number): number {
  return -0.5 * z * z - LOG_SQRT_TAU
}

/**
 * How likely a standard normal number lies between `a` and `b`, `a <= b`. Relative error below 1e-13 as long as the
 * answer is not: tails are subtracted from tails, so nothing is lost far out.
 */
export function normalMass(a: number, b: number): number {
  // The mirrored interval has the same mass, and upper tails are the side on which erfc keeps its digits.
  if (b <= 0) return normalMass(-b, -a)
  const [x, y] = [a * Math.SQRT1_2, b * Math.SQRT1_2]
  return a > 0 ? (erfc(x) - erfc(y)) / 2 : (erf(y) - erf(x)) / 2
}

/** The error function: by its Taylor series near 0, by its complement further out. Odd. */
function erf(x: number): number {
  if (x < 0) return -erf(-x)
  if (x >= SERIES_END) return 1 - erfc(x)
  let term = x
  let sum = x
  // All terms of exp(-x^2) times this series are positive: nothing cancels.
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** 1 - erf(x) for x >= 0, by Laplace's continued fraction where the series would cancel. */
function erfc(x: number): number {
  if (x < SERIES_END) return 1 - erf(x)
  let fraction = x
  for (let n = FRACTION_DEPTH; n > 0; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction)
}

/** Where the continued fraction takes over from the series. */
const SERIES_END = 2
/** Levels of the continued fraction; enough for 1e-13 from {@link SERIES_END} on. */
const FRACTION_DEPTH = 60
