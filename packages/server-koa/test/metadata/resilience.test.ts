import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fetchJson } from '../../src/metadata/fetch-json.js'
import { Resilience, type ResilienceOptions } from '../../src/metadata/resilience.js'
import {
  answering,
  type Behaviour,
  FAULTS,
  limiting,
  PATIENT,
  recordingEvents,
  runService,
  stalling,
  until,
} from './service.js'

const OK = answering('[]')
const FREE = { requests: 1000, perMs: 1 }

/** A policy in front of a service, and one way to call it. */
async function behind(behaviour: Behaviour, options: Partial<ResilienceOptions> = {}) {
  const service = await runService(behaviour)
  const { events, states, calls } = recordingEvents()
  const resilience = new Resilience(
    'shop',
    { timeoutMs: 10_000, coolingMs: 3_600_000, rate: FREE, backoffMs: 1, ...options },
    events,
  )
  const call = (question: { waitMs?: number; signal?: AbortSignal } = {}) =>
    resilience.run((signal) => fetchJson(new URL(service.url), z.array(z.unknown()), { signal }), {
      signal: PATIENT,
      ...question,
    })
  const failures = async (n: number) => {
    for (let i = 0; i < n; i++) await call().catch(() => {})
  }
  return { service, resilience, call, failures, states, calls }
}

describe('retries', () => {
  test.each(['status 500', 'a broken off body', 'a limit'])(
    'are made after %s, and what follows counts',
    async (fault) => {
      let n = 0
      const { call, calls } = await behind((request, response) =>
        (n++ < 2 ? FAULTS[fault] : OK)(request, response),
      )
      expect(await call()).toEqual([])
      expect([n, calls]).toEqual([3, ['shop OK']])
    },
  )

  test('end after the second', async () => {
    const { call, service, calls } = await behind(FAULTS['status 500'])
    await expect(call()).rejects.toMatchObject({ code: 'SERVER_ERROR', status: 500 })
    expect(service.requests).toHaveLength(3)
    expect(calls).toEqual(['shop SERVER_ERROR'])
  })

  test('come as late as the service asks', async () => {
    let n = 0
    const { call, service } = await behind((request, response) =>
      (n++ === 0 ? limiting('1') : OK)(request, response),
    )
    expect(await call({ waitMs: 5000 })).toEqual([])
    const [first, second] = service.requests
    expect(second.at - first.at).toBeGreaterThanOrEqual(1000)
  })

  test('are not made when the service asks for more time than there is, nor is anybody else let through', async () => {
    const { call, service } = await behind(limiting('60'))
    await expect(call({ waitMs: 5000 })).rejects.toMatchObject({ code: 'LIMITED' })
    await expect(call({ waitMs: 5000 })).rejects.toMatchObject({ code: 'REFUSED' })
    expect(service.requests).toHaveLength(1)
  })

  test('take a turn of the rate limit each', async () => {
    const rate = { requests: 1, perMs: 50 }
    const { call, service } = await behind(FAULTS['status 500'], { rate })
    const startedAt = performance.now()
    await expect(call()).rejects.toMatchObject({ code: 'SERVER_ERROR' })
    const times = service.requests.map(({ at }) => at - startedAt)
    expect(times[2]).toBeGreaterThanOrEqual(100)
  })
})

describe('the circuit breaker', () => {
  test.each([
    ['a stall', 'TIMEOUT'],
    ['HTML', 'BAD_ANSWER'],
    ['status 500', 'SERVER_ERROR'],
    ['status 403', 'FORBIDDEN'],
    ['a limit', 'LIMITED'],
  ])('opens after five calls that end in %s, and then refuses without a request', async (fault, code) => {
    const { call, failures, service, states, calls } = await behind(FAULTS[fault], {
      timeoutMs: fault === 'a stall' ? 300 : 10_000,
    })
    await failures(4)
    expect(states).toEqual([])
    await failures(1)
    expect(states).toEqual(['shop open'])
    const nRequests = service.requests.length
    await expect(call()).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(call()).rejects.toMatchObject({ code: 'REFUSED' })
    expect(service.requests).toHaveLength(nRequests)
    expect(calls).toEqual([...Array(5).fill(`shop ${code}`), 'shop REFUSED', 'shop REFUSED'])
  })

  test('stays closed while some calls succeed, and when a question is not liked', async () => {
    let n = 0
    const { failures, states } = await behind((request, response) =>
      (n++ % 5 === 4 ? OK : FAULTS['HTML'])(request, response),
    )
    await failures(20)
    const picky = await behind(answering('', 404))
    await picky.failures(20)
    expect([states, picky.states]).toEqual([[], []])
  })

  test('sends those away at once who waited for their turn', async () => {
    const rate = { requests: 5, perMs: 3_600_000 }
    const { call, failures, service } = await behind(FAULTS['HTML'], { rate })
    const failing = failures(5)
    await until(() => service.requests.length > 0)
    const waiting = Promise.allSettled(Array.from({ length: 10 }, () => call()))
    await failing
    const outcomes = await waiting
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(service.requests).toHaveLength(5)
  })

  test('lets one call through when it has cooled, and closes when that succeeds', async () => {
    const { call, failures, service, states } = await behind(FAULTS['HTML'], { coolingMs: 1 })
    await failures(5)
    await until(() => states.length === 1)
    service.behave(OK)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await Promise.all([call(), call(), call()])).toEqual([[], [], []])
    expect(states).toEqual(['shop open', 'shop half-open', 'shop closed'])
  })

  test('opens again when that call fails', async () => {
    const { failures, service, states } = await behind(FAULTS['HTML'], { coolingMs: 1 })
    await failures(5)
    const nRequests = service.requests.length
    await new Promise((resolve) => setTimeout(resolve, 5))
    await failures(1)
    expect(states).toEqual(['shop open', 'shop half-open', 'shop open'])
    expect(service.requests).toHaveLength(nRequests + 1)
  })

  test('is not closed by a call that got no turn', async () => {
    const { call, failures, states } = await behind(FAULTS['HTML'], {
      coolingMs: 1,
      rate: { requests: 5, perMs: 3_600_000 },
    })
    await failures(5)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await expect(call({ waitMs: 0 })).rejects.toMatchObject({ code: 'REFUSED' })
    expect(states).toEqual(['shop open', 'shop half-open', 'shop open'])
  })

  test('learns of stalls also when callers leave before the time limit', async () => {
    const { call, states } = await behind(stalling, { timeoutMs: 30, parallel: 5 })
    const calls = Array.from({ length: 5 }, () => {
      const leaving = new AbortController()
      const outcome = call({ signal: leaving.signal })
      setTimeout(() => leaving.abort(), 10)
      return outcome
    })
    await Promise.allSettled(calls)
    expect(states).toEqual(['shop open'])
  })
})

describe('the bulkhead', () => {
  test('bounds the requests under way, and serves the others in turn', async () => {
    const slow: Behaviour = (request, response) => void setTimeout(() => OK(request, response), 20)
    const { call, service } = await behind(slow, { parallel: 3, timeoutMs: 5000 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => call()))
    expect(answers).toHaveLength(12)
    expect(service.maxParallel).toBe(3)
  })

  test('refuses what finds no room to wait, and that is no fault of the service', async () => {
    const { call, states, calls } = await behind(stalling, { timeoutMs: 100, parallel: 1, maxWaiting: 1 })
    await Promise.allSettled(Array.from({ length: 12 }, () => call()))
    expect(calls.filter((outcome) => outcome === 'shop REFUSED')).toHaveLength(10)
    expect(states).toEqual([])
  })
})

describe('close', () => {
  test('ends what is under way and what waits, and lets nothing start', async () => {
    const { call, resilience, service } = await behind(stalling, {
      timeoutMs: 3_600_000,
      rate: { requests: 1, perMs: 3_600_000 },
    })
    const underWay = call()
    const waiting = call()
    await until(() => service.requests.length === 1)
    resilience.close()
    await expect(underWay).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(call()).rejects.toMatchObject({ code: 'ABORTED' })
    expect(service.requests).toHaveLength(1)
  })
})
