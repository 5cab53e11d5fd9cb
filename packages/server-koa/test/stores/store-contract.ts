import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/index.js'

/**
 * What every {@link Store} promises, whatever keeps its data.
 *
 * @param openTwo - Opens one new, empty store twice, as two servers would, and closes both after the test.
 */
export function storeContract(openTwo: () => Promise<readonly [Store, Store]>): void {
  const newUser = async (store: Store) => (await store.createUser('ada', 'hash'))!

  describe('createUser', () => {
    test('makes a user that findUser finds, in the other server too', async () => {
      const [store, other] = await openTwo()
      const user = await store.createUser('ada', 'hash of ada')
      expect(user).toEqual({ id: expect.any(Number), username: 'ada' })
      expect(await other.findUser('ada')).toEqual({ ...user, passwordHash: 'hash of ada' })
    })

    test('returns null for a name that is taken, and keeps the first password', async () => {
      const [store, other] = await openTwo()
      await store.createUser('ada', 'first')
      expect(await other.createUser('ada', 'second')).toBeNull()
      expect((await store.findUser('ada'))?.passwordHash).toBe('first')
    })

    test('lets exactly one of 20 racing calls have the name', async () => {
      const stores = await openTwo()
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, i) => stores[i % 2].createUser('ada', 'h')),
      )
      expect(made.filter((user) => user !== null)).toHaveLength(1)
    })

    test('tells names apart by code point: case, accents and blanks count', async () => {
      const [store] = await openTwo()
      const names = [
        'ada',
        'Ada',
        'ada ',
        'adá',
        'ada\u0301',
        '😀😀😀',
        "'; drop table users; --",
        'nul\0nul',
      ]
      for (const name of names) expect(await store.createUser(name, `hash of ${name}`)).not.toBeNull()
      for (const name of names) expect((await store.findUser(name))?.passwordHash).toBe(`hash of ${name}`)
    })
  })

  test('findUser returns null for a name nobody has', async () => {
    const [store] = await openTwo()
    expect(await store.findUser('nobody')).toBeNull()
  })

  describe('seeds', () => {
    test('getSeeds is empty before any are stored', async () => {
      const [store] = await openTwo()
      expect(await store.getSeeds((await newUser(store)).id)).toEqual([])
    })

    test('storeSeedsOnce keeps the first seeds in order and returns them to every later caller', async () => {
      const [store, other] = await openTwo()
      const { id } = await newUser(store)
      expect(await store.storeSeedsOnce(id, ['z', 'a', 'm'])).toEqual(['z', 'a', 'm'])
      expect(await other.storeSeedsOnce(id, ['b', 'c', 'd', 'e'])).toEqual(['z', 'a', 'm'])
      expect(await other.getSeeds(id)).toEqual(['z', 'a', 'm'])
    })

    test('storeSeedsOnce gives 20 racing callers the same seeds, those of one of them', async () => {
      const stores = await openTwo()
      const { id } = await newUser(stores[0])
      const offers = Array.from({ length: 20 }, (_, i) =>
        Array.from({ length: 1 + i }, (_, j) => `${i}-${j}`),
      )
      const stored = await Promise.all(offers.map((offer, i) => stores[i % 2].storeSeedsOnce(id, offer)))
      expect(offers).toContainEqual(stored[0])
      for (const seeds of stored) expect(seeds).toEqual(stored[0])
    })

    test('storeSeedsOnce takes thousands of seeds', async () => {
      const [store] = await openTwo()
      const { id } = await newUser(store)
      const seeds = Array.from({ length: 5000 }, (_, i) => `song ${i}`)
      await store.storeSeedsOnce(id, seeds)
      expect(await store.getSeeds(id)).toEqual(seeds)
    })
  })

  describe('likes', () => {
    test('toggleLike likes, then takes the like back', async () => {
      const [store] = await openTwo()
      const { id } = await newUser(store)
      expect(await store.toggleLike(id, 'song')).toBe(true)
      expect(await store.getLikes(id)).toEqual(['song'])
      expect(await store.toggleLike(id, 'song')).toBe(false)
      expect(await store.getLikes(id)).toEqual([])
    })

    test.each([50, 51])('toggleLike keeps the parity of %i concurrent calls', async (calls) => {
      const stores = await openTwo()
      const { id } = await newUser(stores[0])
      const liked = await Promise.all(
        Array.from({ length: calls }, (_, i) => stores[i % 2].toggleLike(id, 'song')),
      )
      expect(liked.filter(Boolean)).toHaveLength(Math.ceil(calls / 2))
      expect(await stores[0].getLikes(id)).toEqual(calls % 2 ? ['song'] : [])
    })

    test('keeps the likes of two users apart', async () => {
      const [store] = await openTwo()
      const ada = await newUser(store)
      const bob = (await store.createUser('bob', 'hash'))!
      await store.toggleLike(ada.id, 'song')
      expect(await store.getLikes(bob.id)).toEqual([])
    })

    test('getLikes follows a model of toggles: liked songs in order of liking, each once', async () => {
      const stores = await openTwo()
      let users = 0
      const toggles = fc.array(fc.record({ song: fc.integer({ min: 0, max: 5 }), server: fc.nat(1) }))
      await fc.assert(
        fc.asyncProperty(toggles, async (steps) => {
          const { id } = (await stores[0].createUser(`user ${users++}`, 'hash'))!
          const model = new Set<string>()
          for (const { song, server } of steps) {
            const liked = !model.delete(`song ${song}`)
            if (liked) model.add(`song ${song}`)
            expect(await stores[server].toggleLike(id, `song ${song}`)).toBe(liked)
          }
          expect(await stores[0].getLikes(id)).toEqual([...model])
        }),
        { numRuns: 20 },
      )
    })
  })
}
