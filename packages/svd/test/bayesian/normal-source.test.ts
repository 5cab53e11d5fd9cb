import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../../src/bayesian/normal-quantile.js'
import { createNormalSource } from '../../src/bayesian/normal-source.js'
import { drawWishart } from '../../src/bayesian/wishart.js'
import { normalCdf } from '../../src/evaluation/distributions.js'
import { codeOf } from '../code-of.js'

/** Largest distance of a sample's distribution from the one it should have, times root n: above 1.95 once in a thousand. */
function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  const n = values.length
  const sorted = values.slice().sort()
  const worst = sorted.reduce((far, x, i) => Math.max(far, (i + 1) / n - cdf(x), cdf(x) - i / n), 0)
  return worst * Math.sqrt(n)
}

describe('createNormalSource', () => {
  it('gives the same numbers for the same seed, others for another', () => {
    const draw = (seed: number) => [...createNormalSource(seed).fill(new Float32Array(20))]
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('draws standard normals, in the middle and in both tails', () => {
    const values = createNormalSource(1).fill(new Float64Array(400_000))
    expect(kolmogorov(values, normalCdf)).toBeLessThan(1.95)
    // Where the ziggurat ends and its tail begins.
    for (const bound of [3, 3.442619855899, 3.8]) {
      const expected = (1 - normalCdf(bound)) * values.length
      for (const sign of [-1, 1]) {
        const beyond = values.filter((value) => sign * value > bound).length
        expect(Math.abs(beyond - expected)).toBeLessThan(4 * Math.sqrt(expected))
      }
    }
  })

  it('draws neighbours that do not correlate', () => {
    const values = createNormalSource(2).fill(new Float64Array(200_000))
    for (const lag of [1, 2, 3]) {
      const products = values.slice(lag).reduce((sum, value, i) => sum + value * values[i], 0)
      expect(Math.abs(products) / Math.sqrt(values.length)).toBeLessThan(4)
    }
  })

  it.each([0.3, 1, 4.5, 300])('draws gammas of shape %d with their mean and variance', (shape) => {
    const source = createNormalSource(3)
    const n = 100_000
    const values = Float64Array.from({ length: n }, () => source.gamma(shape))
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / n))
    expect(variance / shape).toBeCloseTo(1, 1)
  })

  it('draws exponentials as gammas of shape 1', () => {
    const source = createNormalSource(4)
    const values = Float64Array.from({ length: 50_000 }, () => source.gamma(1))
    expect(kolmogorov(values, (x) => 1 - Math.exp(-x))).toBeLessThan(1.95)
  })
})

describe('normalQuantile', () => {
  it('undoes the distribution function', () => {
    for (const p of [1e-9, 0.001, 0.3, 0.5, 0.9, 0.975, 1 - 1e-9])
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 11)
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10)
  })

  it('refuses what is no probability', () => {
    for (const p of [0, 1, -1, Number.NaN]) expect(codeOf(() => normalQuantile(p))).toBe('INVALID_OPTION')
  })
})

describe('drawWishart', () => {
  const scatter = Float64Array.of(4, 1, 0.5, 1, 3, -0.5, 0.5, -0.5, 2)
  const d = 3
  const product = (A: Float64Array, B: Float64Array) =>
    Float64Array.from({ length: d * d }, (_, at) => {
      const [row, column] = [Math.floor(at / d), at % d]
      return [0, 1, 2].reduce((sum, c) => sum + A[row * d + c] * B[c * d + column], 0)
    })
  const transpose = (A: Float64Array) => A.map((_, at) => A[(at % d) * d + Math.floor(at / d)])

  it('has the mean degrees of freedom times the inverse of the scatter', () => {
    const source = createNormalSource(5)
    const [n, nu] = [20_000, 7.5]
    const sum = new Float64Array(d * d)
    for (let i = 0; i < n; i++)
      for (const [at, value] of drawWishart(scatter, nu, d, source).precision.entries())
        sum[at] += value / n / nu
    const identity = product(sum, scatter)
    for (const [at, value] of identity.entries()) expect(value).toBeCloseTo(at % (d + 1) === 0 ? 1 : 0, 1)
  })

  it('gives a root whose square is the inverse of the precision', () => {
    const { precision, root } = drawWishart(scatter, 9, d, createNormalSource(6))
    const identity = product(product(transpose(root), root), precision)
    for (const [at, value] of identity.entries()) expect(value).toBeCloseTo(at % (d + 1) === 0 ? 1 : 0, 10)
  })

  it('refuses a scatter that is not positive definite', () => {
    const work = () => drawWishart(Float64Array.of(1, 2, 2, 1), 5, 2, createNormalSource(7))
    expect(codeOf(work)).toBe('DIVERGED')
  })
})
