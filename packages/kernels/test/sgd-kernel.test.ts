import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SgdKernel, type SgdKernelOptions, type SgdState, sgdEpoch } from '../src/index.js'
import { sgdCase } from './arbitraries.js'

const LEARNED = ['userFactors', 'itemFactors', 'userBiases', 'itemBiases'] as const

/** A kernel that starts from a state, which it leaves as it is. */
function kernelOf(state: SgdState, backend: SgdKernelOptions['backend']): SgdKernel {
  const { offsets, items, values, stride } = state
  const kernel = new SgdKernel({
    ratings: { offsets, items, values },
    nItems: state.itemBiases.length,
    stride,
    backend,
  })
  for (const name of LEARNED) kernel[name].set(state[name])
  return kernel
}

const copyOf = (state: SgdState): SgdState => structuredClone(state)

describe('SgdKernel', () => {
  test('in TypeScript is sgdEpoch, bit for bit', () => {
    fc.assert(
      fc.property(sgdCase(), ({ state, rates }) => {
        const expected = copyOf(state)
        const kernel = kernelOf(state, 'typescript')
        expect(kernel.epoch(rates)).toBe(sgdEpoch(expected, rates))
        for (const name of LEARNED) expect(kernel[name]).toEqual(expected[name])
      }),
    )
  })

  test('in WebAssembly agrees with its twin up to single precision', () => {
    fc.assert(
      fc.property(sgdCase(), ({ state, rates }) => {
        const expected = copyOf(state)
        const kernel = kernelOf(state, 'wasm')
        const squaredError = kernel.epoch(rates)
        const wanted = sgdEpoch(expected, rates)
        // Over 20,000 cases the worst were 1.7e-7 of the error and 3.0e-7 of a factor.
        expect(Math.abs(squaredError - wanted)).toBeLessThanOrEqual(2e-6 * Math.max(1, wanted))
        for (const name of LEARNED)
          for (const [at, value] of kernel[name].entries())
            expect(Math.abs(value - expected[name][at]!)).toBeLessThanOrEqual(2e-6)
      }),
    )
  })

  test.each(['wasm', 'typescript'] as const)(
    'in %s leaves padding at zero and ratings as they are',
    (backend) => {
      fc.assert(
        fc.property(sgdCase(), ({ state, nFactors, rates }) => {
          const before = copyOf(state)
          const kernel = kernelOf(state, backend)
          kernel.epoch(rates)
          for (const rows of [kernel.userFactors, kernel.itemFactors])
            for (const [at, value] of rows.entries()) if (at % state.stride >= nFactors) expect(value).toBe(0)
          expect(state).toEqual(before)
        }),
      )
    },
  )

  test('gives the same bits whether ratings fit one block or a user goes on in the next', () => {
    // One user with more ratings than are staged at once, between two with few.
    const counts = [3, 300_000, 5]
    const n = counts.reduce((sum, count) => sum + count)
    const offsets = Int32Array.of(0, 3, 300_003, n)
    const items = Int32Array.from({ length: n }, (_, position) => position % 50)
    const values = Float32Array.from({ length: n }, (_, position) => 1 + (position % 9) / 2)
    const rate = { userBiases: 0.005, itemBiases: 0.005, userFactors: 0.005, itemFactors: 0.005 }
    const rates = { biased: true, mu: 3, learningRate: rate, regularization: rate }
    const state = {
      offsets,
      items,
      values,
      stride: 4,
      userFactors: Float32Array.from({ length: 12 }, (_, at) => Math.fround(at / 40)),
      itemFactors: Float32Array.from({ length: 200 }, (_, at) => Math.fround(at / 400)),
      userBiases: new Float32Array(3),
      itemBiases: new Float32Array(50),
    }
    const whole = kernelOf(state, 'wasm')
    whole.epoch(rates)
    // The same ratings user by user, each a kernel of its own that takes over where the last one ended.
    let itemFactors: Float32Array = state.itemFactors
    let itemBiases: Float32Array = state.itemBiases
    for (let u = 0; u < 3; u++) {
      const [from, to] = [offsets[u]!, offsets[u + 1]!]
      for (let at = from; at < to; at += 100_000) {
        const end = Math.min(at + 100_000, to)
        const part: SgdState = {
          offsets: Int32Array.of(0, end - at),
          items: items.subarray(at, end),
          values: values.subarray(at, end),
          userFactors: state.userFactors.slice(4 * u, 4 * u + 4),
          userBiases: state.userBiases.slice(u, u + 1),
          itemFactors,
          itemBiases,
          stride: 4,
        }
        const kernel = kernelOf(part, 'wasm')
        kernel.epoch(rates)
        itemFactors = kernel.itemFactors
        itemBiases = kernel.itemBiases
        state.userFactors.set(kernel.userFactors, 4 * u)
        state.userBiases.set(kernel.userBiases, u)
      }
    }
    expect(whole.itemFactors).toEqual(itemFactors)
    expect(whole.itemBiases).toEqual(itemBiases)
    expect(whole.userFactors).toEqual(state.userFactors)
  })

  const good = {
    ratings: { offsets: Int32Array.of(0, 1, 2), items: Int32Array.of(0, 1), values: Float32Array.of(1, 2) },
    nItems: 2,
    stride: 4,
  }
  test.each([
    ['an item row that does not exist', { nItems: 1 }],
    ['a negative item row', { ratings: { ...good.ratings, items: Int32Array.of(0, -1) } }],
    ['offsets that end elsewhere', { ratings: { ...good.ratings, offsets: Int32Array.of(0, 1, 3) } }],
    ['offsets that descend', { ratings: { ...good.ratings, offsets: Int32Array.of(0, 3, 2) } }],
    ['no offsets', { ratings: { ...good.ratings, offsets: new Int32Array(0) } }],
    ['values that are too few', { ratings: { ...good.ratings, values: Float32Array.of(1) } }],
    ['a stride that is no multiple of 4', { stride: 6 }],
    ['a stride of 0', { stride: 0 }],
  ])('refuses %s before any kernel runs', (_, wrong) => {
    expect(() => new SgdKernel({ ...good, ...wrong })).toThrowError(
      expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
    )
  })
})

describe('the backend', () => {
  const backendOf = (backend?: SgdKernelOptions['backend']) =>
    new SgdKernel({
      ratings: { offsets: Int32Array.of(0), items: new Int32Array(0), values: new Float32Array(0) },
      nItems: 1,
      stride: 4,
      backend,
    }).backend
  afterEach(() => vi.unstubAllEnvs())

  test('is WebAssembly by default, and what is asked for otherwise', () => {
    vi.stubEnv('REDUX_KERNELS', '')
    expect([backendOf(), backendOf('auto'), backendOf('typescript'), backendOf('wasm')]).toEqual([
      'wasm',
      'wasm',
      'typescript',
      'wasm',
    ])
  })

  test('is what REDUX_KERNELS says where nothing else is asked for', () => {
    vi.stubEnv('REDUX_KERNELS', 'typescript')
    expect([backendOf(), backendOf('wasm')]).toEqual(['typescript', 'wasm'])
    vi.stubEnv('REDUX_KERNELS', 'fortran')
    expect(() => backendOf()).toThrowError(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })
})
