/** Terms after which a series or continued fraction has long converged. */
const MAX_TERMS = 500
const TINY = 1e-300

/** P(X <= x) of the standard normal distribution, to about 1e-15. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  const tail = normalTail(Math.abs(x))
  return x < 0 ? tail : 1 - tail
}

/** P(X > x) for x >= 0: by the Taylor series of the integral near 0, by Laplace's continued fraction further out. */
function normalTail(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  if (x < 3) {
    let term = x
    let sum = x
    for (let n = 3; n < MAX_TERMS && term > sum * 1e-17; n += 2) {
      term *= (x * x) / n
      sum += term
    }
    return 0.5 - density * sum
  }
  if (density === 0) return 0
  let fraction = x
  for (let n = 100; n > 0; n--) fraction = x + n / fraction
  return density / fraction
}

/** P(|T| >= |t|) for Student's t with `df` degrees of freedom, > 0. */
export function studentTwoSided(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5)
}

/**
 * Regularised incomplete beta function I_x(a, b), by Lentz's evaluation of its continued fraction.
 *
 * @see Press et al., "Numerical Recipes", 3rd edition, section 6.4.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
  const awayFromZero = (value: number) => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return (front * fraction) / a
}

/** Logarithm of the gamma function for x > 0: Stirling's series, after raising x to where it is exact. */
function logGamma(x: number): number {
  let shift = 0
  let y = x
  for (; y < 12; y++) shift += Math.log(y)
  const z = 1 / (y * y)
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / y
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift
}
