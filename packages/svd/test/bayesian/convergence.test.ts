import { describe, expect, it } from 'vitest'
import { createNormalSource } from '../../src/bayesian/normal-source.js'
import { convergence } from '../../src/index.js'
import { codeOf } from '../code-of.js'

/** A stationary chain of which each draw correlates with the one before by `phi`. */
function autoregressive(n: number, phi: number, seed: number, centre = 0, scale = 1): Float64Array {
  const source = createNormalSource(seed)
  let value = source.normal()
  return Float64Array.from({ length: n }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * source.normal()
    return centre + scale * value
  })
}

describe('convergence', () => {
  it('finds independent draws converged and worth as many as there are', () => {
    const { rHat, bulkEss } = convergence([1, 2, 3, 4].map((seed) => autoregressive(2000, 0, seed)))
    expect(rHat).toBeLessThan(1.01)
    expect(bulkEss / 8000).toBeGreaterThan(0.85)
    expect(bulkEss / 8000).toBeLessThan(1.15)
  })

  it.each([0.5, 0.9])('knows what an autoregressive chain with correlation %d is worth', (phi) => {
    const chains = [1, 2, 3, 4].map((seed) => autoregressive(10_000, phi, seed))
    // In theory n (1 - phi) / (1 + phi).
    const worth = (40_000 * (1 - phi)) / (1 + phi)
    expect(convergence(chains).bulkEss / worth).toBeGreaterThan(0.8)
    expect(convergence(chains).bulkEss / worth).toBeLessThan(1.2)
  })

  it('gives an antithetic chain more than its length', () => {
    expect(convergence([autoregressive(4000, -0.5, 1)]).bulkEss).toBeGreaterThan(5000)
  })

  it('finds out chains with other centres, other spreads, and one that drifts', () => {
    const still = autoregressive(1000, 0, 1)
    expect(convergence([still, autoregressive(1000, 0, 2, 1)]).rHat).toBeGreaterThan(1.1)
    expect(convergence([still, autoregressive(1000, 0, 2, 0, 3)]).rHat).toBeGreaterThan(1.1)
    expect(convergence([still.map((value, at) => value + at / 300)]).rHat).toBeGreaterThan(1.1)
  })

  it('depends on nothing but the order of values', () => {
    const chains = [1, 2].map((seed) => autoregressive(500, 0.3, seed))
    const { bulkEss } = convergence(chains.map((chain) => chain.map((value) => Math.exp(3 * value))))
    expect(bulkEss).toBeCloseTo(convergence(chains).bulkEss, 6)
  })

  it('takes a constant as converged', () => {
    expect(convergence([new Float64Array(10).fill(3)])).toEqual({ rHat: 1, bulkEss: 10 })
  })

  it('refuses chains that it cannot judge', () => {
    expect(codeOf(() => convergence([]))).toBe('INVALID_OPTION')
    expect(codeOf(() => convergence([[1, 2, 3]]))).toBe('INVALID_OPTION')
    expect(
      codeOf(() =>
        convergence([
          [1, 2, 3, 4],
          [1, 2, 3, 4, 5],
        ]),
      ),
    ).toBe('DIMENSION_MISMATCH')
    expect(codeOf(() => convergence([[1, 2, Number.NaN, 4]]))).toBe('NOT_FINITE')
  })
})
