import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  kFoldRankings,
  knownUsers,
  lastN,
  leaveOneOut,
  newUsers,
  type RankingSplit,
  Ratings,
  withFirstSeeds,
} from '../src/index.js'
import { codeOf } from './code-of.js'

/** Positives of up to 30 users; each pair once. */
const positives = fc
  .array(fc.tuple(fc.nat(29), fc.nat(40)), { minLength: 40, maxLength: 300 })
  .map((pairs) => {
    const distinct = [...new Set(pairs.map(([user, item]) => `${user} ${item}`))]
    return Ratings.from(
      distinct.map((pair, n) => {
        const [user, item] = pair.split(' ')
        return { user, item, rating: 1 + (n % 3) }
      }),
    )
  })

const keysOf = (ratings: Ratings) => [...ratings].map(({ user, item }) => `${user} ${item}`)
const targetsOf = ({ cases }: RankingSplit) =>
  cases.flatMap(({ user, targets }) => targets.map((item) => `${user} ${item}`))
const seedsOf = ({ cases }: RankingSplit) =>
  cases.flatMap(({ user, query }) => query.seeds.map(({ item }) => `${user} ${item}`))

/** Each user 0 … n - 1 with so many positives. */
const ofSizes = (...sizes: number[]) =>
  Ratings.from(
    sizes.flatMap((size, user) => Array.from({ length: size }, (_, item) => ({ user, item, rating: 1 }))),
  )

describe('splits of known users', () => {
  const splits: [string, (all: Ratings) => RankingSplit][] = [
    ['knownUsers', (all) => knownUsers(all, { minPositives: 3, seed: 7 })],
    ['leaveOneOut', (all) => leaveOneOut(all, { seed: 7 })],
    ['lastN', (all) => lastN(all, all.values, { n: 2 })],
    ['kFoldRankings', (all) => [...kFoldRankings(all, { folds: 3, seed: 7 })][1]],
  ]

  it.each(splits)(
    '%s holds targets out of training, asks with what is left, and loses nothing',
    (_, split) => {
      fc.assert(
        fc.property(positives, (all) => {
          const result = split(all)
          const [train, targets] = [keysOf(result.train), targetsOf(result)]
          expect(targets.filter((key) => train.includes(key))).toEqual([])
          for (const { user, query } of result.cases) {
            expect(query.user).toBe(user)
            const own = train.filter((key) => key.startsWith(`${user} `))
            expect(query.seeds.map(({ item }) => `${user} ${item}`).sort()).toEqual(own.sort())
            expect(own.length).toBeGreaterThan(0)
          }
          const asked = new Set(result.cases.map(({ user }) => user))
          const lost = keysOf(all).filter((key) => ![...train, ...targets].includes(key))
          // Only of users of whom nothing else is left, in k-fold.
          expect(lost.filter((key) => asked.has(key.split(' ')[0]))).toEqual([])
          expect(split(all).cases).toEqual(result.cases)
        }),
        { numRuns: 40 },
      )
    },
  )

  it('knownUsers holds out a rounded share of users with enough positives, with the values as weights', () => {
    const split = knownUsers(ofSizes(9, 10, 12, 13, 50))
    expect(split.cases.map(({ user, targets }) => [user, targets.length])).toEqual([
      ['1', 2],
      ['2', 2],
      ['3', 3],
      ['4', 10],
    ])
    expect(split.cases[0].query.seeds[0].weight).toBe(1)
    for (const fraction of [0, 1, Number.NaN])
      expect(codeOf(() => knownUsers(ofSizes(9, 9), { fraction }))).toBe('INVALID_OPTION')
  })

  it('leaveOneOut leaves users with a single positive alone', () => {
    const split = leaveOneOut(ofSizes(1, 2, 5))
    expect(split.cases.map(({ user, targets }) => [user, targets.length])).toEqual([
      ['1', 1],
      ['2', 1],
    ])
    expect(split.train.nRatings).toBe(6)
  })

  it('lastN holds out the latest, the later position first among equals', () => {
    const all = ofSizes(4, 3, 1)
    const split = lastN(all, [5, 9, 1, 9, 2, 2, 2, 0], { n: 2 })
    expect(split.cases.map(({ targets }) => targets)).toEqual([
      ['1', '3'],
      ['1', '2'],
    ])
    expect(codeOf(() => lastN(all, [1]))).toBe('DIMENSION_MISMATCH')
    expect(codeOf(() => lastN(all, new Float64Array(8).fill(Number.NaN)))).toBe('NOT_FINITE')
  })

  it('kFoldRankings holds every positive out once', () => {
    const all = ofSizes(6, 7, 8)
    const tested = [...kFoldRankings(all, { folds: 4, seed: 1 })].flatMap(targetsOf)
    expect(tested.sort()).toEqual(keysOf(all).sort())
    expect(codeOf(() => [...kFoldRankings(all, { folds: 22 })])).toBe('INVALID_OPTION')
  })
})

describe('newUsers', () => {
  it('holds whole users out, tells five of their positives and asks for all others', () => {
    fc.assert(
      fc.property(positives, fc.nat(), (all, seed) => {
        fc.pre(all.nUsers >= 2)
        const split = newUsers(all, { nSeeds: 2, minPositives: 4, seed })
        const nHeldOut = all.nUsers - split.train.nUsers
        expect(nHeldOut).toBe(Math.min(Math.max(Math.round(0.2 * all.nUsers), 1), all.nUsers - 1))
        for (const { user, query, targets } of split.cases) {
          expect(split.train.users.row(user)).toBe(-1)
          expect(query.user).toBeUndefined()
          expect(query.seeds).toHaveLength(2)
          expect(targets.length).toBeGreaterThanOrEqual(2)
        }
        const asked = new Set(split.cases.map(({ user }) => user))
        const own = keysOf(all).filter((key) => asked.has(key.split(' ')[0]))
        expect([...seedsOf(split), ...targetsOf(split)].sort()).toEqual(own.sort())
      }),
      { numRuns: 40 },
    )
  })

  it('draws by its seed, and does not ask for users with too few positives', () => {
    const all = ofSizes(...Array.from({ length: 40 }, (_, user) => (user % 2 === 0 ? 14 : 15)))
    const [first, again, other] = [1, 1, 2].map((seed) => newUsers(all, { seed }))
    expect(first.cases).toEqual(again.cases)
    expect(first.cases).not.toEqual(other.cases)
    expect(first.cases.every(({ user }) => Number(user) % 2 === 1)).toBe(true)
    expect(first.train.nUsers).toBe(32)
    expect(codeOf(() => newUsers(all, { nSeeds: 5, minPositives: 5 }))).toBe('INVALID_OPTION')
    expect(codeOf(() => newUsers(ofSizes(20)))).toBe('INVALID_OPTION')
  })

  it('withFirstSeeds turns the other seeds into targets', () => {
    const rankingCase = { user: 'ann', query: { seeds: [{ item: 'a' }, { item: 'b' }] }, targets: ['c'] }
    expect(withFirstSeeds(rankingCase, 1)).toEqual({
      user: 'ann',
      query: { seeds: [{ item: 'a' }] },
      targets: ['c', 'b'],
    })
  })
})
