import { expect, it } from 'vitest'
import { normalCdf, studentTwoSided } from '../../src/evaluation/distributions.js'

it('normalCdf gives what SciPy 1.17 gives, in both tails and between', () => {
  const scipy = [
    [-8, 6.22096057427174e-16],
    [-3.5, 0.00023262907903552502],
    [-1.96, 0.024997895148220435],
    [-0.1, 0.460172162722971],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [2.5, 0.9937903346742238],
    [3, 0.9986501019683699],
    [4.2, 0.9999866542509841],
  ]
  for (const [x, p] of scipy) expect(Math.abs(normalCdf(x) / p - 1), String(x)).toBeLessThan(1e-12)
  expect([normalCdf(-60), normalCdf(60), normalCdf(Number.NaN)]).toEqual([0, 1, Number.NaN])
})

it('studentTwoSided gives what SciPy 1.17 gives', () => {
  const scipy = [
    [2, 5, 0.10193947882985835],
    [0.3, 1, 0.8144528418445154],
    [-12, 40, 7.82417130425598e-15],
    [1.5, 2.5, 0.24783645308629618],
    [4, 1000, 6.800991920878163e-5],
  ]
  for (const [t, df, p] of scipy)
    expect(Math.abs(studentTwoSided(t, df) / p - 1), String(t)).toBeLessThan(1e-10)
  expect(studentTwoSided(0, 3)).toBe(1)
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 3)).toBe(0)
})
