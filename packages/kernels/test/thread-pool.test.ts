import { afterEach, describe, expect, test } from 'vitest'
import { callInParallel, endThreads, KernelError, KernelMemory } from '../src/index.js'

afterEach(endThreads)

/** A kernel call that does nothing, for there are no users; it returns 0. */
const nothing = { name: 'sgdBlock', args: Array.from({ length: 19 }, () => 0) }

describe('callInParallel', () => {
  test.each([1, 2, 3])('makes every call once on %d threads', (nThreads) => {
    const memory = new KernelMemory({ shared: true })
    expect(callInParallel(memory, Array(50).fill(nothing), nThreads)).toEqual(Array(50).fill(0))
  })

  test('makes no call without a call to make', () => {
    expect(callInParallel(new KernelMemory({ shared: true }), [], 2)).toEqual([])
  })

  test('works on a memory that is not shared, on one thread', () => {
    expect(callInParallel(new KernelMemory(), [nothing, nothing], 2)).toEqual([0, 0])
  })

  test('ends the threads when a call never returns, and starts new ones after that', () => {
    const memory = new KernelMemory({ shared: true })
    // The caller blocks in the first wait while no thread can have answered: patience 0 gives up at once.
    const slow = Array.from({ length: 2 }, () => nothing)
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        callInParallel(memory, slow, 2, 0)
      } catch (error) {
        expect(error).toBeInstanceOf(KernelError)
        expect((error as KernelError).code).toBe('WORKER_FAILED')
      }
    }
    expect(callInParallel(memory, [nothing, nothing], 2)).toEqual([0, 0])
  })
})
