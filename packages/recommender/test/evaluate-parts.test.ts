import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newUsers, Ratings, splitKnownUsers } from '@redux/svd'
import { afterAll, describe, expect, it } from 'vitest'
import { positivesOf } from '../src/evaluate/positives.js'
import { RowLog } from '../src/evaluate/row-log.js'
import { checkName } from '../src/evaluate/suggest.js'
import { SvdScorer } from '../src/evaluate/svd-scorer.js'
import { trainingRatings } from '../src/evaluate/training-ratings.js'
import { evidence } from '../src/evidence.js'
import type { Interactions } from '../src/interactions.js'
import { readInto } from '../src/node/read/read-interactions.js'
import { temporaryFolder } from './small-log.js'

const ratings: Interactions = {
  kind: 'ratings',
  userIds: ['ann', 'bob'],
  itemIds: ['x', 'y', 'z'],
  offsets: Int32Array.of(0, 3, 5),
  items: Int32Array.of(0, 1, 2, 1, 2),
  values: Float32Array.of(3, 4, 5, 1, 4.5),
}

describe('positivesOf', () => {
  it('keeps ratings from the threshold on, as ones, and the way to their pairs and back', () => {
    const { ratings: positives, pairs, positionOf } = positivesOf(ratings, 4)
    expect([...positives]).toEqual([
      { user: 'ann', item: 'y', rating: 1 },
      { user: 'ann', item: 'z', rating: 1 },
      { user: 'bob', item: 'z', rating: 1 },
    ])
    expect(positives.items.ids).toEqual(['y', 'z'])
    expect([...pairs]).toEqual([1, 2, 4])
    expect([...positionOf]).toEqual([-1, 0, 1, -1, 2])
  })

  it('keeps all plays, as log10(plays + 1)', () => {
    const { ratings: positives } = positivesOf(
      { ...ratings, kind: 'plays', values: new Float32Array(5).fill(9) },
      4,
    )
    expect([...positives.values]).toEqual([1, 1, 1, 1, 1])
    expect(positives.nRatings).toBe(5)
  })
})

describe('trainingRatings', () => {
  const all = Ratings.fromColumns({ ...ratings })

  it('gives ratings below the threshold too, and nothing that is asked for', () => {
    const { ratings: positives } = positivesOf(ratings, 4)
    const split = splitKnownUsers(positives, Uint8Array.of(0, 1, 0))
    expect([...trainingRatings(all, split)].map(({ user, item }) => `${user}${item}`)).toEqual([
      'annx',
      'anny',
      'boby',
      'bobz',
    ])
  })

  it('gives nothing of users who are held out', () => {
    const many = Ratings.from(
      Array.from({ length: 60 }, (_, n) => ({ user: n % 6, item: Math.floor(n / 6), rating: 1 + (n % 5) })),
    )
    const split = newUsers(many, { nSeeds: 2, minPositives: 3, seed: 1 })
    const train = trainingRatings(many, split)
    const heldOut = split.cases.map(({ user }) => user)
    expect(heldOut.length).toBeGreaterThan(0)
    expect([...train].filter(({ user }) => heldOut.includes(String(user)))).toEqual([])
    expect(train.nRatings).toBe(50)
  })
})

describe('RowLog of a file', () => {
  const folder = temporaryFolder()
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each([
    ['lastfm', ',Username,Artist,Track,Album,Date,Time\n0,ann,Air,Run,,31 Jan 2021, 23:34\n', 1612136040],
    ['movielens-data', '1\t2\t5\t881250949\n', 881250949],
    ['movielens-csv', 'userId,movieId,rating,timestamp\n1,2,5,881250949\n', 881250949],
    ['movielens-dat', '1::2::5::881250949\n', 881250949],
    ['lastfm', ',Username,Artist,Track,Album,Date,Time\n0,ann,Air,Run,,some day,\n', undefined],
    ['hetrec', 'userID\tartistID\tweight\n2\t51\t13883\n', undefined],
  ])('has the times that %s tells', async (format, text, time) => {
    const path = join(folder, 'log')
    writeFileSync(path, text)
    const { sink, report } = await readInto(path, {}, (kind) => new RowLog(kind))
    expect(report).toMatchObject({ format, rows: 1, badRows: 0 })
    expect(sink.build().times?.[0]).toBe(time)
  })
})

describe('RowLog', () => {
  const rows = [
    ['ann', 'x', 3, 50],
    ['bob', 'x', 1, 10],
    ['ann', 'y', 2, 20],
    ['ann', 'x', 5, 30],
  ] as const

  it('knows which row gave which pair, whatever the order', () => {
    const log = new RowLog('plays')
    for (const [user, item, value, time] of rows) log.add(user, item, value, time)
    const { interactions, pairOfRow } = log.build()
    expect(log.nRows).toBe(4)
    expect([...interactions.values]).toEqual([8, 2, 1])
    expect([...pairOfRow]).toEqual([0, 2, 1, 0])
  })

  it('takes the first listen, and the last rating, for the time of a pair', () => {
    for (const [kind, time] of [
      ['plays', 30],
      ['ratings', 30],
    ] as const) {
      const log = new RowLog(kind)
      for (const [user, item, value, time] of rows) log.add(user, item, value, time)
      expect(log.build().times?.[0]).toBe(time)
    }
    const rated = new RowLog('ratings')
    rated.add('ann', 'x', 1, 10)
    rated.add('ann', 'x', 2, 40)
    expect(rated.build().times?.[0]).toBe(40)
    rated.add('ann', 'y', 2, undefined)
    expect(rated.build().times).toBeUndefined()
  })
})

describe('SvdScorer', () => {
  const scorer = new SvdScorer(
    {
      userIds: ['ann'],
      itemIds: ['x', 'y', 'z'],
      userFactors: Float32Array.of(1, 2),
      itemFactors: Float32Array.of(3, 4, 0, 5, 0, 0),
      userBiases: Float32Array.of(0.5),
      itemBiases: Float32Array.of(1, 0, 2),
      globalMean: 3,
      scale: [1, 5],
    },
    [50, 150, 0],
  )
  const query = { seeds: [{ item: 'x' }, { item: 'unheard of' }] }

  it('scores by the expected rating for a user it knows, and by the cosine for others, by evidence', () => {
    const [known, unknown, nobody] = scorer.scoresOfAll([
      { ...query, user: 'ann' },
      { ...query, user: 'bob' },
      { seeds: [] },
    ])
    expect([...known]).toEqual([(4.5 + 11) * evidence(50), (3.5 + 10) * evidence(150), 0])
    expect(unknown[0]).toBeCloseTo(evidence(50), 12)
    expect(unknown[1]).toBeCloseTo(0.8 * evidence(150), 12)
    expect([...nobody]).toEqual([0, 0, 0])
  })
})

describe('checkName', () => {
  it('suggests the nearest name for a typo, and none for what is like no name', () => {
    const known = ['popularity', 'knn']
    expect(() => checkName('model', 'popularty', known)).toThrow('did you mean popularity? known are')
    expect(() => checkName('model', 'xgboost', known)).toThrow(/^unknown model xgboost; known are/)
    expect(() => checkName('model', 'knn', known)).not.toThrow()
  })
})
