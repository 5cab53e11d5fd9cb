import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/limits/address.js'

const group = (text: string) => parseAddress(text).group

describe('parseAddress', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:192.0.2.1', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::2', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
  ])('counts %s as %s', (text, expected) => {
    expect(parseAddress(text)).toEqual({ group: expected, isLoopback: false })
  })

  test.each(['127.0.0.1', '127.255.0.9', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
    'knows %s as loopback',
    (text) => {
      expect(parseAddress(text).isLoopback).toBe(true)
    },
  )

  test.each([
    '',
    'unknown',
    '1.2.3',
    '1.2.3.4.5',
    '127.0.0.1, 192.0.2.1',
    '[::1]',
    ':::',
    '1.2.3.4:80',
    '12700',
  ])('counts "%s" as malformed', (text) => {
    expect(parseAddress(text)).toEqual({ group: 'malformed', isLoopback: false })
  })

  test('takes any text, and only addresses of 127.0.0.0/8 and ::1 as loopback', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
        const { isLoopback } = parseAddress(text)
        if (isLoopback) expect(text).toMatch(/127|7f|:0*1$/i)
      }),
      { numRuns: 2000 },
    )
  })

  test('groups IPv6 addresses by their first four words, however they are written', () => {
    const word = fc.integer({ min: 0, max: 0xffff })
    const words = (length: number) => fc.array(word, { minLength: length, maxLength: length })
    fc.assert(
      fc.property(words(4), words(4), words(4), (network, one, other) => {
        fc.pre(network.some((part) => part !== 0))
        const written = [...network, ...one].map((part) => part.toString(16).padStart(4, '0')).join(':')
        // The URL parser writes the shortest form, with :: and without leading zeros.
        const shortest = new URL(`http://[${written}]`).hostname.slice(1, -1)
        const neighbour = [...network, ...other].map((part) => part.toString(16).toUpperCase()).join(':')
        const stranger = [...network.with(3, network[3] ^ 1), ...one]
          .map((part) => part.toString(16))
          .join(':')
        expect(group(shortest)).toBe(group(written))
        expect(group(neighbour)).toBe(group(written))
        if (!stranger.startsWith('0:0:0:0:')) expect(group(stranger)).not.toBe(group(written))
      }),
    )
  })
})
