import { isIPv4, isIPv6 } from 'node:net'

/** An internet address as limits see it. */
export interface Address {
  /** Who shares a limit: one IPv4 address, one IPv6 network of 64 bits, or all that are not addresses. */
  readonly group: string
  /** Whether it is this machine's own. */
  readonly isLoopback: boolean
}

const MALFORMED: Address = { group: 'malformed', isLoopback: false }

/**
 * Reads an address. An IPv6 address counts by its /64 network, the least that one customer gets, who may use any
 * address of it. An IPv4 address in IPv6 clothes (`::ffff:192.0.2.1`) counts as what it is.
 */
export function parseAddress(text: string): Address {
  if (isIPv4(text)) return ipv4(text)
  if (!isIPv6(text)) return MALFORMED
  const words = wordsOf(text)
  const upper = words.slice(0, 5).join(':')
  if (upper === '0:0:0:0:0' && words[5] === 0xffff) return ipv4(dotted(words[6], words[7]))
  if (upper === '0:0:0:0:0' && words[5] === 0 && words[6] === 0 && words[7] === 1)
    return { group: '::1', isLoopback: true }
  const network = words.slice(0, 4).map((word) => word.toString(16))
  return { group: `${network.join(':')}::/64`, isLoopback: false }
}

function ipv4(text: string): Address {
  return { group: text, isLoopback: text.startsWith('127.') }
}

/** The eight 16-bit words of a well-formed IPv6 address; a zone such as `%eth0` is no part of them. */
function wordsOf(text: string): number[] {
  const [address] = text.split('%')
  const hexadecimal = address.replace(/[\d.]+\.\d+$/, (quad) => {
    const [a, b, c, d] = quad.split('.').map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [before, after] = hexadecimal.split('::').map((part) => part.split(':').filter((word) => word !== ''))
  const zeros = after === undefined ? 0 : 8 - before.length - after.length
  const words = [...before, ...Array<string>(zeros).fill('0'), ...(after ?? [])]
  return words.map((word) => Number.parseInt(word, 16))
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}
