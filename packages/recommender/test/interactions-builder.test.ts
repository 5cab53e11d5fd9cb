import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InteractionsBuilder } from '../src/interactions-builder.js'
import { anyRows, type Row } from './arbitraries.js'

function build(kind: 'plays' | 'ratings', rows: readonly Row[]) {
  const builder = new InteractionsBuilder(kind)
  for (const { user, item, value } of rows) builder.add(user, item, value)
  return builder.build()
}

describe('InteractionsBuilder', () => {
  it('adds up the plays of a pair and keeps the order of first appearance', () => {
    const rows = ['b 2', 'a 1', 'b 1', 'a 1', 'b 2', 'b 2'].map((row) => {
      const [user, item] = row.split(' ') as [string, string]
      return { user, item, value: 1 }
    })
    expect(build('plays', rows)).toEqual({
      kind: 'plays',
      userIds: ['b', 'a'],
      itemIds: ['2', '1'],
      offsets: Int32Array.of(0, 2, 3),
      items: Int32Array.of(0, 1, 1),
      values: Float32Array.of(3, 1, 2),
    })
  })

  it('keeps the last of several ratings of a pair', () => {
    const rows = [4, 2, 3].map((value) => ({ user: 'a', item: '1', value }))
    expect(build('ratings', rows).values).toEqual(Float32Array.of(3))
  })

  it('gives what a table of pairs gives, for any rows', () => {
    const value = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(fc.constantFrom('plays' as const, 'ratings' as const), anyRows(value), (kind, rows) => {
        const table = new Map<string, Map<string, number>>()
        for (const { user, item, value } of rows) {
          if (!table.has(user)) table.set(user, new Map())
          const known = table.get(user)!.get(item) ?? 0
          table.get(user)!.set(item, kind === 'plays' ? known + value : value)
        }
        const { userIds, itemIds, offsets, items, values } = build(kind, rows)
        expect(userIds).toEqual([...table.keys()])
        expect(itemIds).toEqual([...new Set(rows.map(({ item }) => item))])
        for (const [u, user] of userIds.entries()) {
          const pairs = Array.from(items.subarray(offsets[u]!, offsets[u + 1]!), (item, at) => [
            itemIds[item],
            values[offsets[u]! + at],
          ])
          expect(pairs).toEqual([...table.get(user)!])
        }
      }),
    )
  })

  it('builds an empty table without rows', () => {
    expect(build('plays', [])).toMatchObject({ userIds: [], itemIds: [], offsets: Int32Array.of(0) })
  })

  it('grows past its first room', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => ({ user: `u${n % 7}`, item: `i${n}`, value: n }))
    const { values, offsets } = build('ratings', rows)
    expect(values).toHaveLength(5000)
    expect(values.subarray(0, 3)).toEqual(Float32Array.of(0, 7, 14))
    expect(offsets[7]).toBe(5000)
  })
})
