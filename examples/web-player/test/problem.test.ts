import { expect, test, vi } from 'vitest'
import { messageOf, problemOf } from '../src/api/problem.js'

const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers })

test("a refusal is in the service's words", () => {
  const problem = problemOf(answer(400), { detail: 'Username already exists' })
  expect(problem).toMatchObject({ kind: 'refused', message: 'Username already exists', fields: {} })
})

test('a refused field has the first sentence about it', () => {
  const detail = [
    { loc: ['body', 'username'], msg: 'Too short', type: 'a' },
    { loc: ['body', 'username'], msg: 'Odd', type: 'b' },
    { loc: ['body', 'password'], msg: 'Missing', type: 'c' },
  ]
  const problem = problemOf(answer(422), { detail })
  expect(problem.fields).toEqual({ username: 'Too short', password: 'Missing' })
  expect(problem).toMatchObject({ kind: 'refused', message: 'Too short. Odd. Missing' })
})

test('a fault of the service is told in words for listeners, unless the service has some itself', () => {
  const told = (status: number, detail: string) => problemOf(answer(status), { detail }).message
  expect(told(500, 'Internal server error')).toMatch(/try again/i)
  expect(told(503, 'Accounts cannot be reached.')).toBe('Accounts cannot be reached.')
})

test.each([
  [401, {}, 'signed-out'],
  [404, {}, 'failed'],
  [500, {}, 'failed'],
  [502, {}, 'unreachable'],
  [503, {}, 'failed'],
  [503, { 'Retry-After': '2' }, 'busy'],
  [504, {}, 'unreachable'],
  [429, {}, 'busy'],
])(
  'an answer %s %o without a sentence of the service is "%s", with a sentence to show',
  (status, headers, kind) => {
    for (const body of [
      undefined,
      null,
      '',
      '<html>Bad Gateway</html>',
      {},
      { detail: 7 },
      { detail: [] },
      { detail: [7] },
    ]) {
      const problem = problemOf(answer(status, headers as Record<string, string>), body)
      expect(problem.kind).toBe(kind)
      expect(problem.message).toMatch(/^[A-Z].*\.$/)
    }
  },
)

test.each([
  ['7', 7],
  ['0', 1],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
  ['Thu, 01 Jan 2025 00:00:00 GMT', 1],
])('a Retry-After of %j is %i seconds', (header, seconds) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) })
  try {
    expect(problemOf(answer(429, { 'Retry-After': header }), undefined).retryAfterSeconds).toBe(seconds)
  } finally {
    vi.useRealTimers()
  }
})

test('too many calls without a usable Retry-After wait for a while all the same', () => {
  expect(problemOf(answer(429, { 'Retry-After': 'soon' }), undefined).retryAfterSeconds).toBe(5)
})

test('what is no problem of the service is not shown in its own words', () => {
  expect(messageOf(new TypeError('x is not a function'))).toBe(
    'Something went wrong on our side. Please try again.',
  )
})
