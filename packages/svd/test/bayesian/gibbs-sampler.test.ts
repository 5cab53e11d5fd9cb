import { MatrixWorkspace } from '@redux/kernels/linear-algebra'
import { describe, expect, it } from 'vitest'
import { GibbsSampler } from '../../src/bayesian/gibbs-sampler.js'
import { LinearPrior } from '../../src/bayesian/linear-prior.js'
import { createNormalSource } from '../../src/bayesian/normal-source.js'
import { sparseRows } from '../../src/bayesian/sparse.js'
import { normalCdf } from '../../src/evaluation/distributions.js'

/** Largest distance from the uniform distribution, times root n: above 1.95 once in a thousand. */
function distanceFromUniform(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const n = sorted.length
  return sorted.reduce((far, x, i) => Math.max(far, (i + 1) / n - x, x - i / n), 0) * Math.sqrt(n)
}

const rows = (values: readonly (readonly number[])[], nColumns: number) =>
  sparseRows(
    values.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ column, value }]))),
    nColumns,
  )

/** Mean and covariance of rows of draws. */
function momentsOf(draws: readonly (readonly number[])[]) {
  const mean = draws[0].map((_, f) => draws.reduce((sum, draw) => sum + draw[f], 0) / draws.length)
  const covariance = mean.map((a, f) =>
    mean.map((b, g) => draws.reduce((sum, draw) => sum + (draw[f] - a) * (draw[g] - b), 0) / draws.length),
  )
  return { mean, covariance }
}

describe('GibbsSampler', () => {
  // Geweke, "Getting it right", JASA 2004: drawing the data anew from the model after every sweep must leave everything
  // else distributed as its prior, which is known: noise precision chi-square with one degree of freedom, and with two
  // dimensions the corner of both precision matrices chi-square with two.
  it.each(['wasm', 'typescript'] as const)(
    'leaves the prior as it is when data are drawn from the model (%s)',
    (backend) => {
      const ratings = rows(
        [
          [1, 0, 2],
          [0, 3, 1],
          [0, 0, 2],
          [0, 0, 0],
        ],
        4,
      )
      const features = rows(
        [
          [1, 0.8, 0],
          [1, 0.5, 0.5],
          [1, 0, 1],
          [1, 0, 0],
        ],
        3,
      )
      const itemFeatures = rows(
        [
          [1, 0.7, 0, 0, 0.3, 1],
          [1, 0, 1, 0, 0, 0],
          [1, 0, 0, 1, 2, 0],
          [1, 0, 0, 0, 0, 0],
        ],
        6,
      )
      const sampler = new GibbsSampler(
        { ratings, userFeatures: features, itemFeatures },
        { nFactors: 1, seed: 1, threads: 1, backend },
      )
      const source = createNormalSource(2)
      const { users, items } = sampler
      const found = { noise: [] as number[], users: [] as number[], items: [] as number[] }
      // Sweeps in succession are much alike; a bound for independent draws needs some that lie apart.
      const apart = backend === 'wasm' ? 60 : 20
      const nSweeps = backend === 'wasm' ? 60_000 : 10_000
      for (let sweep = 0; sweep < nSweeps; sweep++) {
        for (let u = 0; u < ratings.nRows; u++)
          for (let at = ratings.offsets[u]; at < ratings.offsets[u + 1]; at++) {
            const i = ratings.columns[at]
            let value = source.normal() / Math.sqrt(sampler.noisePrecision)
            for (let f = 0; f < 4; f++)
              value += users.rows.data[u * users.rows.stride + f] * items.rows.data[i * items.rows.stride + f]
            users.ratings.values.view[at] = value
            const offsets = items.ratings.offsets.view
            for (let other = offsets[i]; other < offsets[i + 1]; other++)
              if (items.ratings.columnOf.view[other] === u) items.ratings.values.view[other] = value
          }
        sampler.sweep()
        if (sweep % apart !== 0) continue
        found.noise.push(2 * normalCdf(Math.sqrt(sampler.noisePrecision)) - 1)
        found.users.push(1 - Math.exp(-users.priorPrecision.view[0] / 2))
        found.items.push(1 - Math.exp(-items.priorPrecision.view[0] / 2))
      }
      for (const values of Object.values(found)) expect(distanceFromUniform(values)).toBeLessThan(1.95)
    },
  )

  it('draws a row from its normal distribution, given all others', () => {
    const ratings = rows([[0.5, -1, 2]], 3)
    const constant = (n: number) =>
      rows(
        Array.from({ length: n }, () => [1]),
        1,
      )
    const sampler = new GibbsSampler(
      { ratings, userFeatures: constant(1), itemFeatures: constant(3) },
      { nFactors: 1, seed: 3, threads: 1, backend: 'auto' },
    )
    // Without spread in the prior's own draws there is a closed form to compare with.
    const { users, items } = sampler
    const precision = 2
    const others = [
      [0.4, 1, 0.1],
      [-0.7, 1, 0.2],
      [1.2, 1, -0.3],
    ]
    for (const [row, values] of others.entries()) items.rows.data.set(values, row * items.rows.stride)
    users.prior.draw = () => {
      users.prior.information.data.set([0.3, -0.2])
      return { precision: Float64Array.of(1.5, 0.5, 0.5, 2), root: new Float64Array(4) }
    }
    const draws = Array.from({ length: 20_000 }, () => {
      sampler.noisePrecision = precision
      sampler.drawSide(users, items)
      return [users.rows.data[0], users.rows.data[1]]
    })
    // Precision P + 2 sum t t', information h + 2 sum t (r - b), t = (q, 1).
    const values = [0.5, -1, 2]
    const P = [1.5, 0.5, 2]
    const h = [0.3, -0.2]
    for (const [n, [q, , b]] of others.entries()) {
      const residual = values[n] - b
      P[0] += precision * q * q
      P[1] += precision * q
      P[2] += precision
      h[0] += precision * q * residual
      h[1] += precision * residual
    }
    const determinant = P[0] * P[2] - P[1] * P[1]
    const covariance = [
      [P[2] / determinant, -P[1] / determinant],
      [-P[1] / determinant, P[0] / determinant],
    ]
    const mean = covariance.map(([a, b]) => a * h[0] + b * h[1])
    const found = momentsOf(draws)
    for (const f of [0, 1]) {
      expect(found.mean[f]).toBeCloseTo(mean[f], 1.7)
      for (const g of [0, 1]) expect(found.covariance[f][g]).toBeCloseTo(covariance[f][g], 1.7)
    }
  })
})

describe('LinearPrior', () => {
  // The same posterior through the system of features and that of rows.
  it.each([
    ['fewer features than rows', 3],
    ['more features than rows', 9],
  ])('draws weights with the mean of a ridge regression, with %s', (_, m) => {
    const n = 5
    const source = createNormalSource(4)
    const dense = Array.from({ length: n }, () => Array.from({ length: m }, () => source.normal()))
    const x = Array.from({ length: n }, () => [source.normal(), source.normal()])
    const workspace = new MatrixWorkspace()
    const prior = new LinearPrior(workspace, rows(dense, m), 2)
    const vectors = workspace.matrix(n, 2)
    for (const [row, values] of x.entries()) vectors.data.set(values, row * vectors.stride)
    // Mean of F B over draws is F (F'F + I)^-1 F'X, whatever the precision; so (I + FF') (X - mean) = X.
    const nDraws = 20_000
    const mean = x.map(() => [0, 0])
    for (let draw = 0; draw < nDraws; draw++) {
      prior.draw(vectors, source)
      const { data, stride } = prior.weights
      for (const [row, features] of dense.entries())
        for (const [column, feature] of features.entries())
          for (const f of [0, 1]) mean[row][f] += (feature * data[column * stride + f]) / nDraws
    }
    for (const [row, own] of dense.entries())
      for (const f of [0, 1]) {
        const left = dense.reduce((sum, other, at) => {
          const inner =
            own.reduce((dot, value, column) => dot + value * other[column], 0) + (at === row ? 1 : 0)
          return sum + inner * (x[at][f] - mean[at][f])
        }, 0)
        expect(Math.abs(left - x[row][f])).toBeLessThan(0.15)
      }
  })
})
