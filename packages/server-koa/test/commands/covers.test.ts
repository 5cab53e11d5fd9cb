import { describe, expect, test } from 'vitest'
import { type PrefetchProgress, prefetchCovers, runPrefetch } from '../../src/commands/covers.js'
import { ITunes } from '../../src/metadata/itunes.js'
import type { MetadataProvider } from '../../src/metadata/provider.js'
import { ProviderError } from '../../src/metadata/provider-error.js'
import { Resilience } from '../../src/metadata/resilience.js'
import { coverKey } from '../../src/metadata/song-match.js'
import { makeTable } from '../metadata/cover-table.js'
import { itunes, itunesSong } from '../metadata/fixtures.js'
import { answering, type Behaviour, recordingEvents, runService, stalling } from '../metadata/service.js'

const SONGS = Array.from({ length: 40 }, (_, i) => ({ artist: 'Artist', track: `Song ${i}` }))

/** iTunes, in which only songs with an even number are. */
const evenSongs: Behaviour = (request, response) => {
  const term = new URL(request.url ?? '', 'http://x').searchParams.get('term') ?? ''
  const [, n] = /^Artist Song (\d+)$/.exec(term) ?? []
  const songs = Number(n) % 2 === 0 ? [itunesSong('Artist', `Song ${n}`)] : []
  answering(itunes(...songs))(request, response)
}

async function makeShop(behaviour: Behaviour = evenSongs) {
  const service = await runService(behaviour)
  const limits = { timeoutMs: 5000, coolingMs: 60_000, rate: { requests: 1000, perMs: 1 }, backoffMs: 1 }
  const provider = new ITunes(service.url, new Resilience('itunes', limits, recordingEvents().events))
  return { service, providers: [provider] }
}

const refusing: MetadataProvider = {
  name: 'refusing',
  search: async () => [],
  cover: async () => {
    throw new ProviderError('REFUSED', 'its breaker is open')
  },
}

describe('prefetchCovers', () => {
  test('saves what there is and what there is not, and asks once for each song', async () => {
    const { table, rows } = await makeTable()
    const { service, providers } = await makeShop()
    const again = SONGS.map(({ artist, track }) => ({
      artist: artist.toUpperCase(),
      track: `${track} (Live)`,
    }))
    const film = { artist: '', track: 'Toy Story (1995)' }
    const report = await prefetchCovers({ songs: [...SONGS, ...again, film], providers, table })
    expect(report).toEqual({ found: 20, none: 20, failed: 0, skipped: 0, end: 'done' })
    expect(service.requests).toHaveLength(40)
    const saved = new Map((await rows()).map(({ key, url }) => [key, url]))
    expect(saved.size).toBe(40)
    expect(saved.get(coverKey('Artist', 'Song 2'))).toMatch(/600x600/)
    expect(saved.get(coverKey('Artist', 'Song 3'))).toBeNull()
  })

  test('goes on where it was stopped', async () => {
    const { table, rows } = await makeTable()
    const { service, providers } = await makeShop()
    const stop = new AbortController()
    const onProgress = ({ found, none }: PrefetchProgress) => {
      if (found + none === 15) stop.abort()
    }
    const first = await prefetchCovers({ songs: SONGS, providers, table, signal: stop.signal, onProgress })
    expect(first.end).toBe('stopped')
    const nSaved = first.found + first.none
    expect(nSaved).toBeGreaterThanOrEqual(15)
    expect(nSaved).toBeLessThan(40)
    const saved = (await rows()).map(({ key }) => key)
    expect(saved).toHaveLength(nSaved)
    const nAsked = service.requests.length
    const second = await prefetchCovers({ songs: SONGS, providers, table })
    expect(second).toMatchObject({ skipped: nSaved, failed: 0, end: 'done' })
    expect(second.found + second.none).toBe(40 - nSaved)
    const asked = service.requests
      .slice(nAsked)
      .map(({ query }) => query.get('term')?.slice('Artist '.length))
    expect(asked.filter((track) => saved.includes(coverKey('Artist', track ?? '')))).toEqual([])
    const third = await prefetchCovers({ songs: SONGS, providers, table })
    expect(third).toEqual({ found: 0, none: 0, failed: 0, skipped: 40, end: 'done' })
  })

  test('saves as it goes, so that little is lost when it is killed', async () => {
    const { table } = await makeTable()
    const { service, providers } = await makeShop()
    const savedAfter: number[] = []
    let nSaved = 0
    const watched = {
      readAll: () => table.readAll(),
      save: async (rows: Parameters<typeof table.save>[0]) => {
        await table.save(rows)
        nSaved += rows.length
        savedAfter.push(service.requests.length - nSaved)
      },
    }
    await prefetchCovers({ songs: SONGS, providers, table: watched, concurrency: 1 })
    expect(nSaved).toBe(40)
    expect(savedAfter.length).toBeGreaterThanOrEqual(4)
    expect(Math.max(...savedAfter)).toBe(0)
  })

  test('asks again for what is no longer fresh', async () => {
    const { table } = await makeTable()
    const { providers } = await makeShop()
    const daysAgo = (days: number) => Math.round(Date.now() - days * 86_400_000)
    await table.save([
      { key: coverKey('Artist', 'Song 0'), url: 'https://old.example/1.jpg', checkedAt: daysAgo(29) },
      { key: coverKey('Artist', 'Song 1'), url: null, checkedAt: daysAgo(0.9) },
      { key: coverKey('Artist', 'Song 2'), url: 'https://old.example/1.jpg', checkedAt: daysAgo(31) },
      { key: coverKey('Artist', 'Song 3'), url: null, checkedAt: daysAgo(1.1) },
    ])
    const report = await prefetchCovers({ songs: SONGS.slice(0, 4), providers, table })
    expect(report).toEqual({ found: 1, none: 1, failed: 0, skipped: 2, end: 'done' })
  })

  test('saves no failure, and gives up when one follows the other', async () => {
    const { table, rows } = await makeTable()
    const { providers } = await makeShop(answering('<h1>Not here</h1>', 404))
    const report = await prefetchCovers({ songs: SONGS, providers, table, pauseMs: 0, concurrency: 1 })
    expect(report).toEqual({ found: 0, none: 0, failed: 30, skipped: 0, end: 'unreachable' })
    expect(await rows()).toEqual([])
  })

  test('takes a song for failed that is found nowhere while a provider refuses', async () => {
    const { table } = await makeTable()
    const { providers } = await makeShop()
    const songs = SONGS.slice(0, 6)
    const report = await prefetchCovers({ songs, providers: [refusing, ...providers], table, pauseMs: 0 })
    expect(report).toEqual({ found: 3, none: 0, failed: 3, skipped: 0, end: 'done' })
  })

  test('asks for as many as it may, in the order given, and tells how far it is', async () => {
    const { table, rows } = await makeTable()
    const { providers } = await makeShop()
    const progress: PrefetchProgress[] = []
    const onProgress = (step: PrefetchProgress) => void progress.push(step)
    await prefetchCovers({ songs: SONGS, providers, table, limit: 3, concurrency: 1, onProgress })
    expect((await rows()).map(({ key }) => key)).toEqual(
      [0, 1, 2].map((n) => coverKey('Artist', `Song ${n}`)),
    )
    expect(progress.map(({ total, found, none }) => [total, found, none])).toEqual([
      [3, 0, 0],
      [3, 1, 0],
      [3, 1, 1],
      [3, 2, 1],
    ])
  })

  test('rejects when the table fails', async () => {
    const { table } = await makeTable()
    const { providers } = await makeShop()
    const full = { readAll: () => table.readAll(), save: () => Promise.reject(new Error('disk full')) }
    await expect(prefetchCovers({ songs: SONGS, providers, table: full })).rejects.toThrow('disk full')
  })

  test('ends when it is stopped while a provider stalls', async () => {
    const { table } = await makeTable()
    const { providers } = await makeShop(stalling)
    const signal = AbortSignal.timeout(30)
    const report = await prefetchCovers({ songs: SONGS, providers, table, signal })
    expect(report).toEqual({ found: 0, none: 0, failed: 0, skipped: 0, end: 'stopped' })
    for (const provider of providers) provider.close()
  })
})

describe('runPrefetch', () => {
  test('opens the database and asks the providers that the settings name', async () => {
    const { service } = await makeShop()
    const { url, rows } = await makeTable()
    const env = {
      DATABASE_URL: url,
      METADATA_PROVIDERS: 'itunes',
      ITUNES_URL: service.url,
      NODE_ENV: 'production',
    }
    const report = await runPrefetch({ songs: SONGS.slice(0, 5), env })
    expect(report).toEqual({ found: 3, none: 2, failed: 0, skipped: 0, end: 'done' })
    expect(await rows()).toHaveLength(5)
  })

  test('rejects settings that name nobody to ask', async () => {
    const env = { METADATA_PROVIDERS: 'none', DATABASE_URL: 'sqlite:///never-made.db' }
    await expect(runPrefetch({ songs: SONGS, env })).rejects.toMatchObject({ code: 'INVALID_SETTINGS' })
  })
})
