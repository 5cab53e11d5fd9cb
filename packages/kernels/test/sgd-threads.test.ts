import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { endThreads, SgdKernel, type SgdState } from '../src/index.js'
import { sgdCase } from './arbitraries.js'

const LEARNED = ['userFactors', 'itemFactors', 'userBiases', 'itemBiases'] as const

function kernelOf(state: SgdState, threads: number, backend: 'wasm' | 'typescript' = 'wasm'): SgdKernel {
  const { offsets, items, values, stride } = state
  const nItems = state.itemBiases.length
  const kernel = new SgdKernel({ ratings: { offsets, items, values }, nItems, stride, threads, backend })
  for (const name of LEARNED) kernel[name].set(state[name])
  return kernel
}

const learnedBy = (kernel: SgdKernel) => LEARNED.map((name) => [...kernel[name]])

/** More than a few ratings, so that threads do overlap. */
function largeState(): SgdState {
  const [nUsers, nItems, perUser, stride] = [300, 200, 100, 16]
  const wave = (n: number) => Math.fround(Math.sin(n * 12.9898) / 3)
  return {
    offsets: Int32Array.from({ length: nUsers + 1 }, (_, u) => u * perUser),
    items: Int32Array.from({ length: nUsers * perUser }, (_, at) => (at * 7919) % nItems),
    values: Float32Array.from({ length: nUsers * perUser }, (_, at) => 3 + 4 * wave(at)),
    userFactors: Float32Array.from({ length: nUsers * stride }, (_, at) => wave(at + 1)),
    itemFactors: Float32Array.from({ length: nItems * stride }, (_, at) => wave(at + 2)),
    userBiases: new Float32Array(nUsers),
    itemBiases: new Float32Array(nItems),
    stride,
  }
}
const rate = { userBiases: 0.01, itemBiases: 0.01, userFactors: 0.01, itemFactors: 0.01 }
const rates = { biased: true, mu: 3, learningRate: rate, regularization: rate }

const withoutThreads = () => vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)

describe('SgdKernel on several threads', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    endThreads()
  })

  test.each([2, 3, 5])('gives the bits on %d threads that one thread gives on the same cells', (threads) => {
    const state = largeState()
    const parallel = kernelOf(state, threads)
    const errors = [1, 2, 3].map(() => parallel.epoch(rates))
    withoutThreads()
    const serial = kernelOf(state, threads)
    expect([1, 2, 3].map(() => serial.epoch(rates))).toEqual(errors)
    expect(learnedBy(serial)).toEqual(learnedBy(parallel))
  })

  test('learns something else on another number of threads, for the order is another', () => {
    const [one, two] = [1, 2].map((threads) => {
      const kernel = kernelOf(largeState(), threads)
      kernel.epoch(rates)
      return learnedBy(kernel)
    })
    expect(one).not.toEqual(two)
  })

  test('agrees with its twin on any ratings, up to single precision', () => {
    fc.assert(
      fc.property(sgdCase(), fc.integer({ min: 2, max: 4 }), ({ state, rates }, threads) => {
        const [ours, twin] = [kernelOf(state, threads), kernelOf(state, threads, 'typescript')]
        const [squaredError, wanted] = [ours.epoch(rates), twin.epoch(rates)]
        expect(Math.abs(squaredError - wanted)).toBeLessThanOrEqual(2e-6 * Math.max(1, wanted))
        for (const name of LEARNED)
          for (const [at, value] of ours[name].entries())
            expect(Math.abs(value - twin[name][at]!)).toBeLessThanOrEqual(2e-6)
      }),
      { numRuns: 50 },
    )
  })

  test.each([0, 1.5, -1])('refuses %d threads', (threads) => {
    expect(() => kernelOf(largeState(), threads)).toThrowError(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })
})
