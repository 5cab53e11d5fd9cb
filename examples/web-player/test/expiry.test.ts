import { expect, test } from 'vitest'
import { expiryOf } from '../src/session/expiry.js'

const token = (claims: unknown) =>
  `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

test('a token lasts from when it was given, whatever the clock of the service says', () => {
  expect(expiryOf(token({ iat: 1_000, exp: 1_060 }), 5_000_000)).toBe(5_060_000)
})

test('a token that does not say when it was made ends when it says', () => {
  expect(expiryOf(token({ exp: 1_060 }), 5_000_000)).toBe(1_060_000)
})

test('names of any script do no harm', () => {
  expect(expiryOf(token({ sub: 'Zoë ÿ 音楽 🎧', iat: 1, exp: 2 }), 0)).toBe(1_000)
})

test.each(['', 'a', 'a.b.c', 'a.%%%.c', token(null), token('x'), token({}), token({ exp: 'soon' })])(
  'of %j nothing is known',
  (text) => expect(expiryOf(text, 0)).toBeNull(),
)
