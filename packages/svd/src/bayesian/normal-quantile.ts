import { SvdError } from '../errors.js'
import { normalCdf } from '../evaluation/distributions.js'

/**
 * The x below which a standard normal lies with probability p, to about 1e-12: Newton's method from 0, which climbs
 * without overshooting, as the distribution function is concave above 0.
 *
 * @throws {@link SvdError} INVALID_OPTION unless 0 < p < 1.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1))
    throw new SvdError('INVALID_OPTION', `a probability must be above 0 and below 1, got ${p}`)
  if (p < 0.5) return -normalQuantile(1 - p)
  let x = 0
  for (let step = Number.POSITIVE_INFINITY; step > 1e-13 * (1 + x); x += step)
    step = (p - normalCdf(x)) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2)
  return x
}
