import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type SgdState,
  SvdppKernel,
  type SvdppKernelOptions,
  type SvdppRates,
  type SvdppState,
  svdppEpoch,
} from '../src/index.js'
import { sgdCase } from './arbitraries.js'

const LEARNED = ['userBiases', 'itemBiases', 'userFactors', 'itemFactors', 'implicitFactors'] as const

/** A case of SGD with implicit factors of its own, without repeated pairs where `distinct`. */
function svdppCase(distinct: boolean) {
  return fc
    .tuple(sgdCase(), fc.double({ min: 0, max: 0.02, noNaN: true }))
    .map(([{ state, nFactors, rates }, rate]) => {
      const ratings = distinct ? withoutRepeats(state) : state
      const { mu, learningRate, regularization } = rates
      return {
        nFactors,
        state: { ...state, ...ratings, implicitFactors: state.itemFactors.map((value) => value / 2) },
        rates: {
          mu,
          learningRate: { ...learningRate, implicitFactors: Math.fround(rate) },
          regularization: { ...regularization, implicitFactors: Math.fround(10 * rate) },
        },
      }
    })
}

function withoutRepeats({ offsets, items, values }: SgdState) {
  const kept = Array.from({ length: offsets.length - 1 }, (_, u) => {
    const own = [...items.subarray(offsets[u], offsets[u + 1])]
    return own.flatMap((item, n) => (own.indexOf(item) === n ? [offsets[u]! + n] : []))
  })
  const counts = kept.map((own) => own.length)
  return {
    offsets: Int32Array.from([0, ...counts.map((_, u) => counts.slice(0, u + 1).reduce((a, b) => a + b, 0))]),
    items: Int32Array.from(kept.flat(), (at) => items[at]!),
    values: Float32Array.from(kept.flat(), (at) => values[at]!),
  }
}

/** The updates as the formulas read, every yj moved by every rating, in doubles. */
function naiveEpoch(state: SvdppState, { mu, learningRate: lr, regularization: reg }: SvdppRates) {
  const { offsets, items, values, stride } = state
  const [bu, bi] = [[...state.userBiases], [...state.itemBiases]]
  const rowsOf = (array: Float32Array) =>
    Array.from({ length: array.length / stride }, (_, row) => [
      ...array.subarray(row * stride, (row + 1) * stride),
    ])
  const [pu, qi, yj] = [rowsOf(state.userFactors), rowsOf(state.itemFactors), rowsOf(state.implicitFactors)]
  let squaredError = 0
  for (let u = 0; u < offsets.length - 1; u++) {
    const own = [...items.subarray(offsets[u], offsets[u + 1])]
    const root = Math.sqrt(own.length)
    for (const [n, i] of own.entries()) {
      const p = pu[u]!
      const q = qi[i]!
      const z = p.map((_, f) => own.reduce((sum, j) => sum + yj[j]![f]! / root, 0))
      const err =
        values[offsets[u]! + n]! -
        (mu + bu[u]! + bi[i]! + q.reduce((sum, value, f) => sum + value * (p[f]! + z[f]!), 0))
      squaredError += err ** 2
      bu[u]! += lr.userBiases * (err - reg.userBiases * bu[u]!)
      bi[i]! += lr.itemBiases * (err - reg.itemBiases * bi[i]!)
      pu[u] = p.map((value, f) => value + lr.userFactors * (err * q[f]! - reg.userFactors * value))
      qi[i] = q.map((value, f) => value + lr.itemFactors * (err * (p[f]! + z[f]!) - reg.itemFactors * value))
      for (const j of own)
        yj[j] = yj[j]!.map(
          (value, f) => value + lr.implicitFactors * ((err * q[f]!) / root - reg.implicitFactors * value),
        )
    }
  }
  return {
    squaredError,
    userBiases: bu,
    itemBiases: bi,
    userFactors: pu.flat(),
    itemFactors: qi.flat(),
    implicitFactors: yj.flat(),
  }
}

function kernelOf(state: SvdppState, backend: SvdppKernelOptions['backend']): SvdppKernel {
  const { offsets, items, values, stride } = state
  const nItems = state.itemBiases.length
  const kernel = new SvdppKernel({ ratings: { offsets, items, values }, nItems, stride, backend })
  for (const name of LEARNED) kernel[name].set(state[name])
  return kernel
}

describe('svdppEpoch', () => {
  test('learns what moving every implicit factor at every rating learns', () => {
    fc.assert(
      fc.property(svdppCase(true), ({ state, rates }) => {
        const wanted = naiveEpoch(state, rates)
        const squaredError = svdppEpoch(state, rates)
        for (const name of LEARNED)
          for (const [at, value] of state[name].entries())
            expect(Math.abs(value - wanted[name][at]!)).toBeLessThan(5e-6)
        expect(Math.abs(squaredError - wanted.squaredError)).toBeLessThan(5e-6 * (1 + wanted.squaredError))
      }),
    )
  })
})

describe('SvdppKernel', () => {
  test('in TypeScript is svdppEpoch, bit for bit', () => {
    fc.assert(
      fc.property(svdppCase(false), ({ state, rates }) => {
        const kernel = kernelOf(state, 'typescript')
        expect(kernel.epoch(rates)).toBe(svdppEpoch(state, rates))
        for (const name of LEARNED) expect(kernel[name]).toEqual(state[name])
      }),
    )
  })

  test('in WebAssembly agrees with its twin up to single precision', () => {
    fc.assert(
      fc.property(svdppCase(false), ({ state, rates }) => {
        const kernel = kernelOf(state, 'wasm')
        const squaredError = kernel.epoch(rates)
        const wanted = svdppEpoch(state, rates)
        expect(Math.abs(squaredError - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1, wanted))
        for (const name of LEARNED)
          for (const [at, value] of kernel[name].entries())
            expect(Math.abs(value - state[name][at]!)).toBeLessThanOrEqual(1e-5)
      }),
    )
  })

  test.each(['wasm', 'typescript'] as const)(
    'in %s leaves padding at zero and ratings as they are',
    (backend) => {
      fc.assert(
        fc.property(svdppCase(false), ({ state, nFactors, rates }) => {
          const before = structuredClone(state)
          const kernel = kernelOf(state, backend)
          kernel.epoch(rates)
          for (const rows of [kernel.userFactors, kernel.itemFactors, kernel.implicitFactors])
            for (const [at, value] of rows.entries()) if (at % state.stride >= nFactors) expect(value).toBe(0)
          expect(state).toEqual(before)
        }),
      )
    },
  )

  test('refuses an item row that does not exist', () => {
    const ratings = { offsets: Int32Array.of(0, 1), items: Int32Array.of(1), values: Float32Array.of(3) }
    expect(() => new SvdppKernel({ ratings, nItems: 1, stride: 4 })).toThrowError(
      expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
    )
  })
})
