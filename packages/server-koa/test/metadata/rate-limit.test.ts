import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ProviderError } from '../../src/metadata/provider-error.js'
import { RateLimit } from '../../src/metadata/rate-limit.js'
import { PATIENT } from './service.js'

const FOR_EVER = Number.POSITIVE_INFINITY
const inMs = (ms: number) => performance.now() + ms
const REFUSED = { code: 'REFUSED' }
const LONG = 3_600_000

describe('RateLimit', () => {
  test('lets no span of its length see more starts than its number, whoever waits, leaves or hurries', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const askers = fc.array(
      fc.record({ after: fc.nat(10), patience: fc.nat(100), leavesAfter: fc.option(fc.nat(100)) }),
      { minLength: 1, maxLength: 20 },
    )
    const rates = fc.record({
      requests: fc.integer({ min: 1, max: 4 }),
      perMs: fc.integer({ min: 5, max: 20 }),
    })
    const property = fc.asyncProperty(rates, askers, async (rate, all) => {
      const limit = new RateLimit(rate, 100)
      const starts: number[] = []
      let nRefused = 0
      for (const { after, patience, leavesAfter } of all)
        setTimeout(() => {
          const leaving = new AbortController()
          if (leavesAfter !== null) setTimeout(() => leaving.abort(), leavesAfter)
          limit.turn(inMs(patience), leaving.signal).then(
            () => void starts.push(performance.now()),
            () => void nRefused++,
          )
        }, after)
      await vi.advanceTimersByTimeAsync(1000)
      expect(starts.length + nRefused).toBe(all.length)
      for (let i = rate.requests; i < starts.length; i++)
        expect(starts[i] - starts[i - rate.requests]).toBeGreaterThanOrEqual(rate.perMs)
    })
    await fc.assert(property, { numRuns: 100 })
  })

  test('refuses at once whose turn would come too late, without taking a turn', async () => {
    const limit = new RateLimit({ requests: 2, perMs: LONG }, 10)
    await limit.turn(inMs(0), PATIENT)
    await limit.turn(inMs(0), PATIENT)
    await expect(limit.turn(inMs(LONG - 1000), PATIENT)).rejects.toMatchObject(REFUSED)
    const inTime = limit.turn(inMs(LONG + 1000), PATIENT)
    limit.refuseAll(new ProviderError('ABORTED', 'end'))
    await expect(inTime).rejects.toMatchObject({ code: 'ABORTED' })
  })

  test('lets the nearest deadline go first', async () => {
    const limit = new RateLimit({ requests: 1, perMs: 20 }, 10)
    const order: string[] = []
    const go = (name: string, deadline: number) => limit.turn(deadline, PATIENT).then(() => order.push(name))
    await Promise.all([
      go('first', FOR_EVER),
      go('ahead', FOR_EVER),
      go('soon', inMs(10_000)),
      go('at once', inMs(5_000)),
      go('ahead, too', FOR_EVER),
    ])
    expect(order).toEqual(['first', 'at once', 'soon', 'ahead', 'ahead, too'])
  })

  test('refuses when too many wait, and has room again when one leaves', async () => {
    const limit = new RateLimit({ requests: 1, perMs: LONG }, 1)
    await limit.turn(FOR_EVER, PATIENT)
    const leaving = new AbortController()
    const waiting = limit.turn(FOR_EVER, leaving.signal)
    await expect(limit.turn(FOR_EVER, PATIENT)).rejects.toMatchObject(REFUSED)
    leaving.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
    const next = limit.turn(FOR_EVER, PATIENT)
    limit.refuseAll(new ProviderError('REFUSED', 'end'))
    await expect(next).rejects.toMatchObject({ message: 'end' })
  })

  test('lets nothing start while it is paused', async () => {
    const limit = new RateLimit({ requests: 10, perMs: 1 }, 10)
    limit.pause(LONG)
    await expect(limit.turn(inMs(1000), PATIENT)).rejects.toMatchObject(REFUSED)
  })
})
