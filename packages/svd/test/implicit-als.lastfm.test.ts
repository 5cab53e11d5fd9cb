import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ImplicitALS, Ratings } from '../src/index.js'

// Last.fm 2K may not be redistributed: set REDUX_DATA to a folder that has it, or this test is skipped.
const folder = `${process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))}/lastfm-2k`

/** Users' artists with log10(plays + 1), the most played first. */
function read() {
  const lines = readFileSync(`${folder}/user_artists.dat`, 'latin1').split(/\r?\n/)
  return lines
    .filter((line) => /^\d+\t\d+\t\d+$/.test(line))
    .map((line) => line.split('\t'))
    .map(([user, item, plays]) => ({ user, item, rating: Math.log10(Number(plays) + 1) }))
}

/** Mean NDCG@10 over users for the items that are held out, those of training left out. */
function ndcg(model: ImplicitALS, train: ReturnType<typeof read>, test: ReturnType<typeof read>): number {
  const byUser = (rows: ReturnType<typeof read>) => {
    const items = new Map<string, Set<string>>()
    for (const { user, item } of rows) items.set(user, (items.get(user) ?? new Set()).add(item))
    return items
  }
  const [known, wanted] = [byUser(train), byUser(test)]
  let sum = 0
  for (const [user, targets] of wanted) {
    const { items } = model.topN({ user, seeds: [] }, { exclude: known.get(user) })
    const gain = (at: number) => 1 / Math.log2(at + 2)
    const found = items.reduce((total, item, at) => total + (targets.has(item) ? gain(at) : 0), 0)
    const ideal = Array.from({ length: Math.min(10, targets.size) }, (_, at) => gain(at))
    sum += found / ideal.reduce((total, value) => total + value, 0)
  }
  return sum / wanted.size
}

describe.skipIf(!existsSync(folder))('on Last.fm 2K', () => {
  it('ImplicitALS with default settings finds every fifth artist of a user with NDCG@10 above 0.25', () => {
    const rows = read()
    const train = rows.filter((_, at) => at % 5 !== 0)
    const test = rows.filter((_, at) => at % 5 === 0)
    const model = new ImplicitALS().fit(Ratings.from(train))
    const score = ndcg(model, train, test)
    // Measured: 0.2587.
    expect(score).toBeGreaterThan(0.25)
  })
})
