import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Recommender, train } from '../src/index.js'
import { genreOf, temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
const artifacts = join(folder, 'artifacts')
let recommender: Recommender
let songs: string[]

beforeAll(async () => {
  await train({
    data: writeSmallLog(folder),
    out: artifacts,
    nFactors: 16,
    nEpochs: 200,
    learningRate: 0.02,
    folds: 0,
  })
  recommender = await Recommender.load(artifacts)
  songs = recommender.search('genre', { limit: 1000 }).map(({ songId }) => songId)
})
afterAll(() => rmSync(folder, { recursive: true }))

const idsOf = (items: readonly { songId: string }[]) => items.map(({ songId }) => songId)
const someSongs = (constraints: { minLength: number; maxLength: number }) =>
  fc.nat().chain(() => fc.uniqueArray(fc.constantFrom(...songs), constraints))
/** Share of songs in a genre. */
const shareOf = (genre: number, items: readonly { songId: string }[]) =>
  items.filter(({ songId }) => genreOf(songId) === genre).length / items.length

describe('search', () => {
  it('finds songs by all words of the query, most played first', () => {
    const found = recommender.search('song genre 2 artist', { limit: 100 })
    expect(found.length).toBeGreaterThan(0)
    for (const { songId, title, artist } of found) expect(songId).toBe(`${artist} - ${title}`)
  })

  it('answers nothing to an empty query and to words that no song has', () => {
    expect(recommender.search('')).toEqual([])
    expect(recommender.search('xylophone quartet')).toEqual([])
  })
})

describe('resolve', () => {
  it('takes an id however it is spelled, and gives null for what is not there', () => {
    expect(recommender.resolve(songs[0])).toBe(songs[0])
    expect(recommender.resolve(` ${songs[0].toUpperCase()}  (Remastered 2011)`)).toBe(songs[0])
    expect(recommender.resolve('Nobody - Nothing')).toBeNull()
  })
})

describe('coldStart', () => {
  it('never gives back a seed or a like, nor a song twice, and keeps to the limit', () => {
    fc.assert(
      fc.property(
        someSongs({ minLength: 1, maxLength: 6 }),
        someSongs({ minLength: 0, maxLength: 6 }),
        fc.integer({ min: 1, max: 60 }),
        (seeds, likes, limit) => {
          const found = idsOf(recommender.coldStart(seeds, { likes, limit }))
          expect(found.length).toBe(Math.min(limit, songs.length - new Set([...seeds, ...likes]).size))
          expect(new Set(found).size).toBe(found.length)
          for (const song of [...seeds, ...likes]) expect(found).not.toContain(song)
        },
      ),
    )
  })

  it('puts the nearest first', () => {
    const distances = recommender
      .coldStart(songs.slice(0, 3), { limit: 50 })
      .map(({ distance }) => distance as number)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
  })

  it('keeps to the genre of the seeds far more than chance would (1 in 4)', () => {
    const shares = [0, 1, 2, 3].map((genre) => {
      const seeds = songs.filter((song) => genreOf(song) === genre).slice(0, 3)
      return shareOf(genre, recommender.coldStart(seeds))
    })
    // Measured 0.82 on average.
    expect(shares.reduce((sum, share) => sum + share, 0) / 4).toBeGreaterThan(0.6)
  })

  it('lets a like weigh more than a seed', () => {
    const seed = songs.find((song) => genreOf(song) === 0) as string
    const like = songs.find((song) => genreOf(song) === 1) as string
    const towardsLike = recommender.coldStart([seed], { likes: [like], likedWeight: 50 })
    const towardsSeed = recommender.coldStart([seed], { likes: [like], likedWeight: 0 })
    expect(idsOf(towardsLike)).not.toEqual(idsOf(towardsSeed))
    const nearLike = idsOf(recommender.coldStart([like], { limit: 20 }))
    const overlap = (items: readonly { songId: string }[]) =>
      idsOf(items).filter((id) => nearLike.includes(id)).length
    expect(overlap(towardsLike)).toBeGreaterThan(overlap(towardsSeed))
  })

  it('reports songs it does not know, and refuses when it knows no seed', () => {
    const found = recommender.coldStart([songs[0], 'Nobody - Nothing'], { likes: ['None'], dislikes: ['No'] })
    expect([...found]).toEqual([...recommender.coldStart([songs[0]])])
    expect(found.unknown).toEqual(['Nobody - Nothing', 'None', 'No'])
    expect(recommender.coldStart([songs[0]]).unknown).toEqual([])
    for (const seeds of [[], ['Nobody - Nothing']])
      expect(() => recommender.coldStart(seeds)).toThrowError(expect.objectContaining({ code: 'NO_SEEDS' }))
  })
})

describe('similar', () => {
  it('never plays the current song, no artist twice in a row, none more than twice', () => {
    fc.assert(
      fc.property(
        someSongs({ minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        ([current, ...seeds], limit) => {
          const found = recommender.similar(current, { seeds, limit })
          expect(found.length).toBeGreaterThan(0)
          expect(found.length).toBeLessThanOrEqual(limit)
          expect(idsOf(found)).not.toContain(current)
          const artists = found.map(({ artist }) => artist)
          for (const [n, artist] of artists.entries()) {
            expect(artists[n + 1]).not.toBe(artist)
            expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(2)
          }
        },
      ),
    )
  })

  it('repeats its order for the same seed and varies it for another', () => {
    const order = (seed?: number) => idsOf(recommender.similar(songs[5], { seed }))
    expect(order(7)).toEqual(order(7))
    expect(order()).toEqual(order())
    expect(new Set([1, 2, 3, 4, 5].map((seed) => order(seed).join())).size).toBeGreaterThan(1)
  })

  it('fills the list when hundreds of the nearest songs are by one artist', async () => {
    const rows = ['Username,Artist,Track']
    for (let listener = 0; listener < 40; listener++) {
      for (let n = 0; n < 60; n++) rows.push(`${listener},Big Band,Song ${(listener * 11 + n) % 300}`)
      for (let n = 0; n < 4; n++) rows.push(`${listener},Artist ${(listener + n) % 40},Track`)
    }
    const data = join(folder, 'one-artist.csv')
    writeFileSync(data, rows.join('\n'))
    const out = join(folder, 'one-artist')
    await train({ data, out, nFactors: 8, folds: 0 })
    const ofBigBand = await Recommender.load(out)
    for (const limit of [1, 3, 10]) {
      const found = ofBigBand.similar('Big Band - Song 1', { limit })
      expect(found).toHaveLength(limit)
      expect(found.filter(({ artist }) => artist === 'Big Band').length).toBeLessThanOrEqual(2)
    }
    const shelves = ofBigBand.shelves({ seeds: ['Big Band - Song 1'], limit: 5 })
    expect(shelves.map(({ items }) => items.length)).toEqual([5, 5, 5])
  })

  it('says which song it does not know', () => {
    expect(() => recommender.similar('Nobody - Nothing')).toThrowError(
      expect.objectContaining({ code: 'UNKNOWN_SONG', message: expect.stringContaining('Nobody - Nothing') }),
    )
  })
})

describe('shelves', () => {
  it('shows no song twice, one per artist on a shelf, no seed and no like', () => {
    fc.assert(
      fc.property(
        someSongs({ minLength: 1, maxLength: 4 }),
        someSongs({ minLength: 0, maxLength: 4 }),
        fc.integer({ min: 1, max: 20 }),
        (seeds, likes, limit) => {
          const shelves = recommender.shelves({ seeds, likes, limit })
          const all = shelves.flatMap(({ items }) => idsOf(items))
          expect(new Set(all).size).toBe(all.length)
          for (const song of [...seeds, ...likes]) expect(all).not.toContain(song)
          for (const { items, seedUsed } of shelves) {
            expect(seedUsed).toBe('your taste')
            expect(items.length).toBeGreaterThan(0)
            expect(items.length).toBeLessThanOrEqual(limit)
            expect(new Set(items.map(({ artist }) => artist)).size).toBe(items.length)
          }
        },
      ),
    )
  })

  it('has the three shelves in order for a listener with seeds', () => {
    const labels = recommender.shelves({ seeds: [songs[0]], limit: 4 }).map(({ label }) => label)
    expect(labels).toEqual(['Because you like', 'More from your vibe', 'Fresh mix'])
  })

  it('shows a newcomer one shelf of what everybody plays', () => {
    const [shelf, ...others] = recommender.shelves()
    expect(others).toEqual([])
    expect(shelf).toMatchObject({ label: 'For you', seedUsed: null })
    expect(shelf.items).toHaveLength(8)
    expect(recommender.shelves({ seeds: ['Nobody - Nothing'] })).toEqual([shelf])
  })
})

describe('recommend', () => {
  it('recommends what a listener has not heard', () => {
    const heard = new Set<string>()
    const everything = recommender.recommend('listener 3', { limit: 1000 })
    for (const song of songs) if (!idsOf(everything).includes(song)) heard.add(song)
    expect(heard.size).toBeGreaterThan(10)
    expect(everything.length + heard.size).toBe(songs.length)
  })

  it('gives an unknown listener the most played songs, and says who is known', () => {
    expect([recommender.knowsUser('listener 3'), recommender.knowsUser('nobody')]).toEqual([true, false])
    expect(recommender.recommend('nobody', { limit: 8 })).toEqual(recommender.shelves({ limit: 8 })[0].items)
  })
})

describe('every call', () => {
  it.each([0, -1, 1.5, Number.NaN, '10'])('refuses the limit %s', (limit) => {
    const options = { limit } as { limit: number }
    for (const call of [
      () => recommender.search('song', options),
      () => recommender.coldStart([songs[0]], options),
      () => recommender.similar(songs[0], options),
      () => recommender.shelves(options),
      () => recommender.recommend('listener 1', options),
    ])
      expect(call).toThrowError(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })

  it('refuses a typo in an option', () => {
    expect(() => recommender.coldStart([songs[0]], { limt: 3 } as object)).toThrowError(/unknown option limt/)
  })

  it('leaves the recommender as it was: the same question has the same answer', () => {
    const ask = () =>
      JSON.stringify([recommender.coldStart([songs[1]]), recommender.shelves({ seeds: [songs[2]] })])
    const first = ask()
    recommender.similar(songs[3], { seeds: songs.slice(0, 5), seed: 3 })
    expect(ask()).toBe(first)
  })
})

describe('onStage', () => {
  it('is told of every stage of an answer, in order, and changes no answer', async () => {
    const told: string[] = []
    const observed = await Recommender.load(artifacts, {
      onStage: (stage, ms) => {
        expect(ms).toBeGreaterThanOrEqual(0)
        told.push(stage)
      },
    })
    const taste = { seeds: songs.slice(0, 3), likes: songs.slice(3, 5) }
    const answersOf = (it: Recommender) => [
      it.coldStart(taste.seeds),
      it.similar(songs[0], taste),
      it.shelves(taste),
      it.recommend('listener 1'),
    ]
    expect(answersOf(observed)).toEqual(answersOf(recommender))
    expect(told).toEqual(Array.from({ length: 4 }, () => ['retrieve', 'rerank']).flat())
  })

  it('is not told of answers that take no search for nearness to anything', async () => {
    const told: string[] = []
    const observed = await Recommender.load(artifacts, { onStage: (stage) => told.push(stage) })
    observed.search('genre')
    observed.resolve(songs[0])
    observed.recommend('nobody')
    expect(told).toEqual([])
  })

  it('is the only option of load', async () => {
    const wrong = { onStages: () => {} } as object
    await expect(Recommender.load(artifacts, wrong)).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })
})
