import { describe, expect, test } from 'vitest'
import type { CoverRow, CoverTable } from '../../src/stores/cover-table.js'

/**
 * What every {@link CoverTable} promises, whatever keeps its data.
 *
 * @param openTwo - Opens one new, empty table twice, as two servers would, and closes both after the test.
 */
export function coverTableContract(openTwo: () => Promise<readonly [CoverTable, CoverTable]>): void {
  const all = async (table: CoverTable): Promise<CoverRow[]> => {
    const rows: CoverRow[] = []
    for await (const page of table.readAll()) rows.push(...page)
    return rows
  }
  const row = (key: string, url: string | null, checkedAt: number): CoverRow => ({ key, url, checkedAt })

  describe('a table of covers', () => {
    test('is empty at first', async () => {
      const [table] = await openTwo()
      expect(await all(table)).toEqual([])
      await table.save([])
      expect(await all(table)).toEqual([])
    })

    test('returns what was saved, covers that do not exist, too, by code points of the key', async () => {
      const [table, other] = await openTwo()
      await table.save([
        row('é', null, 3),
        row('b', 'https://b', 1),
        row('Z', 'https://z', 2),
        row('\ufffd', null, 4),
      ])
      await table.save([row('😀', 'https://smile', 5)])
      expect((await all(other)).map(({ key }) => key)).toEqual(['Z', 'b', 'é', '\ufffd', '😀'])
      expect((await all(other))[1]).toEqual(row('b', 'https://b', 1))
      expect((await all(other))[2]).toEqual(row('é', null, 3))
    })

    test('keeps of every key what was checked last, whoever saves first', async () => {
      const [table, other] = await openTwo()
      await table.save([row('a', 'https://old', 1), row('b', 'https://new', 9)])
      await other.save([row('a', null, 2), row('b', null, 3)])
      await table.save([row('c', 'https://second', 2), row('c', 'https://first', 1)])
      expect(await all(table)).toEqual([
        row('a', null, 2),
        row('b', 'https://new', 9),
        row('c', 'https://second', 2),
      ])
    })

    test('takes and returns thousands, each once, in pages', async () => {
      const [table] = await openTwo()
      const rows = Array.from({ length: 3500 }, (_, i) =>
        row(`song ${String(i).padStart(5, '0')}`, `https://${i}`, i),
      )
      await table.save(rows)
      expect(await all(table)).toEqual(rows)
      for await (const page of table.readAll()) expect(page.length).toBeLessThanOrEqual(1000)
    })

    test('takes rows from several servers at once', async () => {
      const tables = await openTwo()
      const rows = Array.from({ length: 500 }, (_, i) => row(`song ${i}`, null, i))
      const shuffled = (by: number) => rows.map((_, i) => rows[(i * by) % rows.length])
      await Promise.all([1, 3, 7, 9, 11, 13].map((by, i) => tables[i % 2].save(shuffled(by))))
      expect(await all(tables[0])).toHaveLength(500)
    })
  })
}
