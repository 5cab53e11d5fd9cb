import { expect, test } from 'vitest'
import { Metrics } from '../../src/metrics/metrics.js'
import { timedStore } from '../../src/metrics/timed-store.js'
import type { Store } from '../../src/stores/store.js'
import { StoreError } from '../../src/stores/store-error.js'

const METHODS = {
  createUser: ['ada', 'hash'],
  findUser: ['ada'],
  findSession: ['ada', 'token'],
  changePassword: [1, 'hash'],
  deleteUser: [1],
  exportUser: [1],
  revokeToken: ['token', 1],
  getSeeds: [1],
  storeSeedsOnce: [1, ['song']],
  getLikes: [1],
  toggleLike: [1, 'song'],
  getTaste: [{ id: 1, tasteVersion: 0 }],
} as const satisfies Record<Exclude<keyof Store, 'ping' | 'close'>, readonly unknown[]>

type Call = (...args: readonly unknown[]) => Promise<unknown>

/** A store whose every method does the same. */
function storeOf(call: (name: string, args: readonly unknown[]) => Promise<unknown>): Store {
  const methods = [...Object.keys(METHODS), 'ping', 'close'].map((name) => [
    name,
    (...args: readonly unknown[]) => call(name, args),
  ])
  return Object.fromEntries(methods) as Store
}

async function seriesOf(metrics: Metrics, line: string): Promise<string | undefined> {
  const text = await metrics.registry.metrics()
  return text.split('\n').find((candidate) => candidate.startsWith(line))
}

const TIMED = 'redux_stage_duration_seconds_count{stage="store"}'

test('timedStore passes every call on and times it', async () => {
  const metrics = new Metrics()
  const store = timedStore(
    storeOf(async (name, args) => [name, ...args]),
    metrics,
  )
  for (const [name, args] of Object.entries(METHODS))
    expect(await (store[name as keyof Store] as Call)(...args)).toEqual([name, ...args])
  expect(await seriesOf(metrics, TIMED)).toBe(`${TIMED} ${Object.keys(METHODS).length}`)
})

test('timedStore counts failures of the database by code, and passes them on as they are', async () => {
  const metrics = new Metrics()
  const failure = new StoreError('FULL', 'no room')
  const store = timedStore(
    storeOf(() => Promise.reject(failure)),
    metrics,
  )
  await expect(store.toggleLike(1, 'song')).rejects.toBe(failure)
  expect(await seriesOf(metrics, 'redux_store_failures_total{code="FULL"}')).toMatch(/ 1$/)
  expect(await seriesOf(metrics, 'redux_store_failures_total{code="UNAVAILABLE"}')).toMatch(/ 0$/)
  expect(await seriesOf(metrics, TIMED)).toBe(`${TIMED} 1`)
})

test('timedStore does not count pings, which only ask how the database is', async () => {
  const metrics = new Metrics()
  const store = timedStore(
    storeOf(() => Promise.reject(new StoreError('UNAVAILABLE', 'down'))),
    metrics,
  )
  await expect(store.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(await seriesOf(metrics, 'redux_store_failures_total{code="UNAVAILABLE"}')).toMatch(/ 0$/)
  expect(await seriesOf(metrics, TIMED)).toBeUndefined()
})
