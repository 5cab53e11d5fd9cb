import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ratings } from '../src/index.js'
import { ratingRows } from './arbitraries.js'
import { codeOf } from './code-of.js'

describe('Ratings', () => {
  it('gives back every row it was given, grouped by user and stable within', () => {
    fc.assert(
      fc.property(ratingRows(), (rows) => {
        const users = [...new Set(rows.map(({ user }) => user))]
        const expected = users.flatMap((user) => rows.filter((row) => row.user === user))
        expect([...Ratings.from(rows)]).toEqual(expected)
      }),
    )
  })

  it('takes columns that are grouped already for the same ratings', () => {
    fc.assert(
      fc.property(ratingRows(), (rows) => {
        const { users, items, offsets, itemRows, values, mean, scale } = Ratings.from(rows)
        const again = Ratings.fromColumns({
          userIds: users.ids,
          itemIds: items.ids,
          offsets,
          items: itemRows,
          values,
        })
        expect([...again]).toEqual([...Ratings.from(rows)])
        expect([again.mean, again.scale]).toEqual([mean, scale])
      }),
    )
  })

  it('selects exactly the positions asked for and forgets who has none there', () => {
    const chosen = fc.tuple(ratingRows(), fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }))
    fc.assert(
      fc.property(chosen, ([rows, keep]) => {
        const all = Ratings.from(rows)
        const positions = Int32Array.from([...all].keys()).filter((position) => keep[position])
        fc.pre(positions.length > 0)
        const some = all.select(positions)
        expect([...some]).toEqual([...all].filter((_, position) => keep[position]))
        expect(some.nUsers).toBe(new Set([...some].map(({ user }) => user)).size)
        expect(some.nItems).toBe(new Set([...some].map(({ item }) => item)).size)
        expect(some.scale).toEqual(all.scale)
      }),
    )
  })

  it('shuffles within each user only, and alike for the same seed', () => {
    fc.assert(
      fc.property(ratingRows(), fc.integer(), (rows, seed) => {
        const all = Ratings.from(rows)
        const mixed = all.shuffled(seed)
        expect([...mixed].map(({ user }) => user)).toEqual([...all].map(({ user }) => user))
        const sorted = (ratings: Ratings) => [...ratings].map((row) => JSON.stringify(row)).sort()
        expect(sorted(mixed)).toEqual(sorted(all))
        expect([...all.shuffled(seed)]).toEqual([...mixed])
      }),
    )
    const many = Ratings.from(Array.from({ length: 50 }, (_, item) => ({ user: 1, item, rating: 3 })))
    expect([...many.shuffled(1)]).not.toEqual([...many])
  })

  it('observes the scale when none is given', () => {
    expect(
      Ratings.from([
        { user: 1, item: 1, rating: 2 },
        { user: 1, item: 2, rating: 4 },
      ]).scale,
    ).toEqual([2, 4])
  })

  it('accepts single-precision values at the very ends of a scale that is no float', () => {
    expect(
      codeOf(() =>
        Ratings.from(
          [
            { user: 1, item: 1, rating: 0.1 },
            { user: 1, item: 2, rating: 0.7 },
          ],
          { scale: [0.1, 0.7] },
        ),
      ),
    ).toBe('no error')
  })

  it.each([
    ['no rows', [], {}, 'EMPTY_DATA'],
    ['a NaN rating', [{ user: 1, item: 1, rating: Number.NaN }], {}, 'NOT_FINITE'],
    ['an infinite rating', [{ user: 1, item: 1, rating: Number.POSITIVE_INFINITY }], {}, 'NOT_FINITE'],
    ['a rating outside the scale', [{ user: 1, item: 1, rating: 6 }], { scale: [1, 5] }, 'INVALID_OPTION'],
    ['a scale upside down', [{ user: 1, item: 1, rating: 3 }], { scale: [5, 1] }, 'INVALID_OPTION'],
  ] as const)('refuses %s', (_, rows, options, code) => {
    expect(codeOf(() => Ratings.from(rows, options))).toBe(code)
  })

  it('refuses columns that contradict each other', () => {
    const good = {
      userIds: ['a', 'b'],
      itemIds: ['x'],
      offsets: Int32Array.of(0, 1, 2),
      items: Int32Array.of(0, 0),
      values: Float32Array.of(1, 2),
    }
    expect(codeOf(() => Ratings.fromColumns(good))).toBe('no error')
    const bad = [
      { ...good, offsets: Int32Array.of(0, 2) },
      { ...good, offsets: Int32Array.of(0, 2, 1) },
      { ...good, offsets: Int32Array.of(0, 1, 3) },
      { ...good, offsets: Int32Array.of(1, 1, 2) },
      { ...good, items: Int32Array.of(0) },
      { ...good, items: Int32Array.of(0, 1) },
      { ...good, items: Int32Array.of(0, -1) },
    ]
    for (const columns of bad) expect(codeOf(() => Ratings.fromColumns(columns))).toBe('DIMENSION_MISMATCH')
  })
})
