import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Account, Store } from '../../src/stores/store.js'

/**
 * What every {@link Store} promises, whatever keeps its data.
 *
 * @param openTwo - Opens one new, empty store twice, as two servers would, and closes both after the test.
 */
export function storeContract(openTwo: () => Promise<readonly [Store, Store]>): void {
  const newUser = async (store: Store): Promise<Account> => (await store.createUser('ada', 'hash'))!

  describe('createUser', () => {
    test('makes a user that findUser finds, in the other server too', async () => {
      const [store, other] = await openTwo()
      const user = await store.createUser('ada', 'hash of ada')
      expect(user).toEqual({
        id: expect.any(Number),
        username: 'ada',
        passwordHash: 'hash of ada',
        tokenGeneration: expect.any(Number),
        tasteVersion: expect.any(Number),
      })
      expect(await other.findUser('ada')).toEqual(user)
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
        'newline\nand\ttab',
      ]
      for (const name of names) expect(await store.createUser(name, `hash of ${name}`)).not.toBeNull()
      for (const name of names) expect((await store.findUser(name))?.passwordHash).toBe(`hash of ${name}`)
    })
  })

  test.each(['nobody', '', 'nul\0nul', 'half of a pair \ud83d'])(
    'findUser and findSession return null for %j, a name nobody has',
    async (name) => {
      const [store] = await openTwo()
      await store.createUser('half of a pair \ufffd', 'hash')
      expect(await store.findUser(name)).toBeNull()
      expect(await store.findSession(name, 'token')).toBeNull()
    },
  )

  describe('findSession', () => {
    test('returns the account, and whether the token is revoked', async () => {
      const [store, other] = await openTwo()
      const account = await newUser(store)
      await store.revokeToken('bad', Date.now() + 1000)
      expect(await other.findSession('ada', 'good')).toEqual({ account, revoked: false })
      expect(await other.findSession('ada', 'bad')).toEqual({ account, revoked: true })
    })

    test('knows no token without an id as revoked', async () => {
      const [store] = await openTwo()
      const account = await newUser(store)
      await store.revokeToken('bad', Date.now() + 1000)
      expect(await store.findSession('ada', null)).toEqual({ account, revoked: false })
    })
  })

  describe('revokeToken', () => {
    test('may be called for one token again and again, at once', async () => {
      const stores = await openTwo()
      await newUser(stores[0])
      await Promise.all(
        Array.from({ length: 10 }, (_, i) => stores[i % 2].revokeToken('token', Date.now() + i)),
      )
      expect((await stores[0].findSession('ada', 'token'))?.revoked).toBe(true)
    })

    test('forgets tokens that expired days ago, and no others', async () => {
      const [store] = await openTwo()
      await newUser(store)
      const day = 24 * 3_600_000
      const ends = { 'days ago': -2 * day, 'a minute ago': -60_000, tomorrow: day }
      for (const [id, fromNow] of Object.entries(ends)) await store.revokeToken(id, Date.now() + fromNow)
      await store.revokeToken('another', Date.now())
      expect((await store.findSession('ada', 'days ago'))?.revoked).toBe(false)
      expect((await store.findSession('ada', 'a minute ago'))?.revoked).toBe(true)
      expect((await store.findSession('ada', 'tomorrow'))?.revoked).toBe(true)
    })
  })

  describe('changePassword', () => {
    test('stores the new hash and raises the generation of tokens by one', async () => {
      const [store, other] = await openTwo()
      const before = await newUser(store)
      const after = { ...before, passwordHash: 'new', tokenGeneration: before.tokenGeneration + 1 }
      expect(await store.changePassword(before.id, 'new')).toEqual(after)
      expect(await other.findUser('ada')).toEqual(after)
    })

    test('counts every one of ten racing changes', async () => {
      const stores = await openTwo()
      const { id, tokenGeneration } = await newUser(stores[0])
      await Promise.all(Array.from({ length: 10 }, (_, i) => stores[i % 2].changePassword(id, `hash ${i}`)))
      expect((await stores[0].findUser('ada'))?.tokenGeneration).toBe(tokenGeneration + 10)
    })

    test('returns null for an account that is gone', async () => {
      const [store] = await openTwo()
      const { id } = await newUser(store)
      await store.deleteUser(id)
      expect(await store.changePassword(id, 'new')).toBeNull()
    })
  })

  describe('deleteUser', () => {
    test('deletes the account with its seeds and likes, and leaves everybody else alone', async () => {
      const [store, other] = await openTwo()
      const ada = await newUser(store)
      const bob = (await store.createUser('bob', 'hash'))!
      for (const { id } of [ada, bob]) {
        await store.storeSeedsOnce(id, ['a', 'b'])
        await store.toggleLike(id, 'c')
      }
      expect(await store.deleteUser(ada.id)).toBe(true)
      expect(await other.findUser('ada')).toBeNull()
      expect(await other.getSeeds(ada.id)).toEqual([])
      expect(await other.getLikes(ada.id)).toEqual([])
      expect(await other.exportUser(ada.id)).toBeNull()
      expect(await other.getTaste(ada)).toEqual({ seeds: [], likes: [] })
      expect(await other.getTaste(bob)).toEqual({ seeds: ['a', 'b'], likes: ['c'] })
    })

    test('is true for exactly one of ten racing calls', async () => {
      const stores = await openTwo()
      const { id } = await newUser(stores[0])
      const deleted = await Promise.all(Array.from({ length: 10 }, (_, i) => stores[i % 2].deleteUser(id)))
      expect(deleted.filter(Boolean)).toHaveLength(1)
    })

    test('frees the name for somebody else, with another id', async () => {
      const [store] = await openTwo()
      const first = await newUser(store)
      await store.toggleLike(first.id, 'song')
      await store.deleteUser(first.id)
      const second = await newUser(store)
      expect(second.id).not.toBe(first.id)
      expect(await store.getLikes(second.id)).toEqual([])
    })

    test('makes writes for the account reject with GONE, and stores nothing of them', async () => {
      const [store] = await openTwo()
      const { id } = await newUser(store)
      await store.deleteUser(id)
      await expect(store.toggleLike(id, 'song')).rejects.toMatchObject({ name: 'StoreError', code: 'GONE' })
      await expect(store.storeSeedsOnce(id, ['a'])).rejects.toMatchObject({
        name: 'StoreError',
        code: 'GONE',
      })
      expect(await store.getLikes(id)).toEqual([])
      expect(await store.getSeeds(id)).toEqual([])
    })

    test('leaves nothing behind when it races writes for the account', async () => {
      const stores = await openTwo()
      const { id } = await newUser(stores[0])
      const writes = Array.from({ length: 20 }, (_, i) => stores[i % 2].toggleLike(id, `song ${i}`))
      const [deleted, ...written] = await Promise.allSettled([stores[1].deleteUser(id), ...writes])
      expect(deleted).toMatchObject({ status: 'fulfilled', value: true })
      for (const write of written)
        if (write.status === 'rejected') expect(write.reason).toMatchObject({ code: 'GONE' })
      expect(await stores[0].getLikes(id)).toEqual([])
    })
  })

  describe('exportUser', () => {
    test('returns the name, seeds and likes in their order, all with their times', async () => {
      const [store, other] = await openTwo()
      const before = Date.now()
      const { id } = await newUser(store)
      await store.storeSeedsOnce(id, ['z', 'a'])
      for (const song of ['y', 'b', 'x']) await store.toggleLike(id, song)
      await store.toggleLike(id, 'b')
      const { createdAt, ...exported } = (await other.exportUser(id))!
      const songs = (list: string[]) => list.map((songId) => ({ songId, createdAt: expect.any(Number) }))
      expect(exported).toEqual({ username: 'ada', seeds: songs(['z', 'a']), likes: songs(['y', 'x']) })
      for (const time of [
        createdAt,
        ...[...exported.seeds, ...exported.likes].map((song) => song.createdAt),
      ]) {
        expect(time).toBeGreaterThanOrEqual(before)
        expect(time).toBeLessThanOrEqual(Date.now())
      }
    })

    test('returns null when there is no such account', async () => {
      const [store] = await openTwo()
      expect(await store.exportUser(999)).toBeNull()
    })
  })

  describe('tasteVersion', () => {
    const versionOf = async (store: Store) => (await store.findUser('ada'))!.tasteVersion

    test('grows by one with the first seeds, with every like and with every like taken back', async () => {
      const [store] = await openTwo()
      const { id, tasteVersion } = await newUser(store)
      await store.storeSeedsOnce(id, ['a'])
      expect(await versionOf(store)).toBe(tasteVersion + 1)
      await store.toggleLike(id, 'song')
      expect(await versionOf(store)).toBe(tasteVersion + 2)
      await store.toggleLike(id, 'song')
      expect(await versionOf(store)).toBe(tasteVersion + 3)
    })

    test('stays when seeds are offered that are not stored', async () => {
      const [store] = await openTwo()
      const { id } = await newUser(store)
      await store.storeSeedsOnce(id, ['a'])
      const version = await versionOf(store)
      await store.storeSeedsOnce(id, ['b'])
      expect(await versionOf(store)).toBe(version)
    })

    test('counts every one of 20 racing likes', async () => {
      const stores = await openTwo()
      const { id, tasteVersion } = await newUser(stores[0])
      await Promise.all(Array.from({ length: 20 }, (_, i) => stores[i % 2].toggleLike(id, `song ${i}`)))
      expect(await versionOf(stores[0])).toBe(tasteVersion + 20)
    })
  })

  test('ping resolves while the database answers', async () => {
    const [store] = await openTwo()
    await store.ping()
  })

  test('close may be called twice', async () => {
    const [store] = await openTwo()
    await store.close()
    await store.close()
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
  })

  test('getTaste follows a model of seeds and toggles: songs in the order they came, each once', async () => {
    const stores = await openTwo()
    let users = 0
    const song = fc.integer({ min: 0, max: 5 }).map((number) => `song ${number}`)
    const step = fc.oneof(
      fc.record({ like: song, server: fc.nat(1) }),
      fc.record({ seeds: fc.uniqueArray(song, { minLength: 1 }), server: fc.nat(1) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const { id, username } = (await stores[0].createUser(`user ${users++}`, 'hash'))!
        let seeds: string[] = []
        const likes = new Set<string>()
        for (const { server, ...chosen } of steps) {
          if ('seeds' in chosen) {
            if (seeds.length === 0) seeds = chosen.seeds
            expect(await stores[server].storeSeedsOnce(id, chosen.seeds)).toEqual(seeds)
          } else {
            const liked = !likes.delete(chosen.like)
            if (liked) likes.add(chosen.like)
            expect(await stores[server].toggleLike(id, chosen.like)).toBe(liked)
          }
        }
        const user = (await stores[1].findUser(username))!
        expect(await stores[1].getTaste(user)).toEqual({ seeds, likes: [...likes] })
        expect(await stores[0].getSeeds(id)).toEqual(seeds)
        expect(await stores[0].getLikes(id)).toEqual([...likes])
      }),
      { numRuns: 20 },
    )
  })

  test('getTaste never shows half of a change', async () => {
    const stores = await openTwo()
    const user = await newUser(stores[0])
    const seeds = Array.from({ length: 2500 }, (_, i) => `song ${i}`)
    let done = false
    const stored = stores[0].storeSeedsOnce(user.id, seeds).finally(() => {
      done = true
    })
    while (!done) expect([0, seeds.length]).toContain((await stores[1].getTaste(user)).seeds.length)
    await stored
    expect((await stores[1].getTaste(user)).seeds).toEqual(seeds)
  })
}
