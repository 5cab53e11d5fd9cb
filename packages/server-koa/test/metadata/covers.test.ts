import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryCache } from '../../src/caches/memory-cache.js'
import { COVER_LIFETIME } from '../../src/metadata/cover-lifetime.js'
import { type CoverEvents, Covers, type CoversOptions } from '../../src/metadata/covers.js'
import { createProviders } from '../../src/metadata/create-providers.js'
import type { MetadataProvider } from '../../src/metadata/provider.js'
import { ProviderError } from '../../src/metadata/provider-error.js'
import { coverKey } from '../../src/metadata/song-match.js'
import { readSettings } from '../../src/settings/settings.js'
import type { CoverTable } from '../../src/stores/cover-table.js'
import { makeTable } from './cover-table.js'
import { itunes, itunesSong } from './fixtures.js'
import { answering, FAULTS, recordingEvents, runService, stalling, until } from './service.js'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const URL_1 = 'https://covers.example/1.jpg'
const DAY = 86_400_000

/** A provider whose answers are handed to it, and which remembers what it was asked. */
function shop(name: string, answer: (track: string) => Promise<string | null>) {
  const asked: string[] = []
  const provider: MetadataProvider = {
    name,
    search: async () => [],
    cover: (_artist, track) => {
      asked.push(track)
      return answer(track)
    },
  }
  return { provider, asked }
}
const having = (url: string | null, name = 'shop') => shop(name, async () => url)
const failing = (code: 'UNREACHABLE' | 'REFUSED' = 'UNREACHABLE') =>
  shop('failing', async () => {
    throw new ProviderError(code, 'no')
  })

function makeCovers(providers: readonly MetadataProvider[], options: Partial<CoversOptions> = {}) {
  const ends: string[] = []
  let nTableFailures = 0
  const events: CoverEvents = {
    onLookUp: (end) => void ends.push(end),
    onTableFailure: () => void nTableFailures++,
  }
  const clock = { now: Date.UTC(2030, 0, 1) }
  const covers = new Covers(providers, { timeoutMs: 10_000, log, events, now: () => clock.now, ...options })
  onTestFinished(() => covers.close())
  return { covers, ends, clock, nTableFailures: () => nTableFailures }
}

/** A table that cannot be reached. */
const brokenTable: CoverTable = {
  save: () => Promise.reject(new Error('gone')),
  // biome-ignore lint/correctness/useYield: it never comes to that
  async *readAll() {
    throw new Error('gone')
  },
}

describe('known', () => {
  test('answers null at once, and has the cover at the next call', async () => {
    const { covers } = makeCovers([having(URL_1).provider])
    expect(covers.known('Artist', 'Song')).toBeNull()
    await covers.settled()
    expect(covers.known('Artist', 'Song')).toBe(URL_1)
    expect(covers.known('ARTIST', 'Song (Remastered 2011)')).toBe(URL_1)
  })

  test('asks for a song once, however often it is called meanwhile and later', async () => {
    for (const url of [URL_1, null]) {
      const { provider, asked } = having(url)
      const { covers } = makeCovers([provider])
      for (let i = 0; i < 5; i++) covers.known('Artist', 'Song')
      void covers.find('artist', 'SONG')
      await covers.settled()
      for (let i = 0; i < 5; i++) covers.known('Artist', 'Song')
      await covers.settled()
      expect(asked).toHaveLength(1)
    }
  })

  test('is not delayed, and does not fail, when every provider stalls', async () => {
    const { provider, asked } = shop('stalling', () => new Promise(() => {}))
    const { covers } = makeCovers([provider])
    for (let i = 0; i < 5000; i++) expect(covers.known('Artist', `Song ${i}`)).toBeNull()
    await until(() => asked.length > 0)
    expect(asked.length).toBeLessThan(10)
    await covers.close()
  })

  test('looks up the newest first, and drops the oldest when too many wait', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const { provider, asked } = shop('slow', async () => {
      await gate
      return null
    })
    const { covers } = makeCovers([provider], { maxQueued: 3 })
    for (let i = 1; i <= 4; i++) covers.known('Artist', `first ${i}`)
    for (let i = 1; i <= 9; i++) covers.known('Artist', `later ${i}`)
    open()
    await covers.settled()
    expect(asked.slice(4)).toEqual(['later 9', 'later 8', 'later 7'])
  })

  test('asks nobody for what has no visible name, or one without end', async () => {
    const { provider, asked } = having(URL_1)
    const { covers } = makeCovers([provider])
    covers.known('', ' ')
    covers.known('\u200b', '\u200b')
    covers.known('x'.repeat(100_000), 'Song')
    expect(await covers.find('Artist', 'x'.repeat(100_000))).toBeNull()
    await covers.settled()
    expect(asked).toEqual([])
  })
})

describe('what is remembered', () => {
  test('is found anew when it is no longer fresh, and serves until then', async () => {
    let url = URL_1
    const { provider, asked } = shop('shop', async () => url)
    const { covers, clock } = makeCovers([provider])
    await covers.find('Artist', 'Song')
    clock.now += 29 * DAY
    covers.known('Artist', 'Song')
    await covers.settled()
    expect(asked).toHaveLength(1)
    clock.now += 2 * DAY
    url = 'https://covers.example/2.jpg'
    expect(covers.known('Artist', 'Song')).toBe(URL_1)
    await covers.settled()
    expect(covers.known('Artist', 'Song')).toBe('https://covers.example/2.jpg')
  })

  test('outlives providers that fail', async () => {
    let isUp = true
    const { provider } = shop('shop', async () => {
      if (isUp) return URL_1
      throw new Error('down')
    })
    const { covers, clock } = makeCovers([provider])
    await covers.find('Artist', 'Song')
    clock.now += 31 * DAY
    isUp = false
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
    expect(covers.known('Artist', 'Song')).toBe(URL_1)
  })

  test('is for a day that there is no cover', async () => {
    const { provider, asked } = having(null)
    const { covers, clock } = makeCovers([provider])
    for (const afterDays of [0, 0.9, 0.2]) {
      clock.now += afterDays * DAY
      covers.known('Artist', 'Song')
      await covers.settled()
    }
    expect(asked).toHaveLength(2)
  })

  test.each(['UNREACHABLE', 'REFUSED'] as const)(
    'is for a minute that nobody answered who has one (%s)',
    async (code) => {
      const { provider, asked } = having(null)
      const { covers, clock, ends } = makeCovers([failing(code).provider, provider])
      const look = async () => {
        covers.known('Artist', 'Song')
        await covers.settled()
      }
      await look()
      await look()
      expect(asked).toHaveLength(1)
      clock.now += COVER_LIFETIME.unsureSeconds * 1000
      await look()
      expect(asked).toHaveLength(2)
      expect(ends).toEqual(['unsure', 'unsure'])
    },
  )

  test('can be learnt from elsewhere, and what is known stays', async () => {
    const { provider, asked } = having('https://covers.example/2.jpg')
    const { covers } = makeCovers([provider])
    covers.learn('Artist', 'Song', URL_1)
    covers.learn('Artist', 'Song', 'https://covers.example/3.jpg')
    expect(covers.known('Artist', 'Song')).toBe(URL_1)
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
    expect(asked).toEqual([])
  })
})

describe('find', () => {
  test('takes the first provider that has one, and goes on when one fails', async () => {
    const late = having('https://late.example/1.jpg')
    const providers = [failing(), having(null), having(URL_1), late].map(({ provider }) => provider)
    const { covers } = makeCovers(providers)
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
    expect(late.asked).toEqual([])
  })

  test('answers null in time, and has the cover once the provider answered', async () => {
    let answer = (_url: string) => {}
    const { provider } = shop('slow', () => new Promise((resolve) => (answer = resolve)))
    const { covers } = makeCovers([provider], { timeoutMs: 20 })
    expect(await covers.find('Artist', 'Song')).toBeNull()
    answer(URL_1)
    await covers.settled()
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
  })

  test('asks again where a provider failed, unlike known', async () => {
    const { provider, asked } = having(null)
    const { covers } = makeCovers([failing().provider, provider])
    await covers.find('Artist', 'Song')
    await covers.find('Artist', 'Song')
    expect(asked).toHaveLength(2)
  })

  test('asks those first who can be asked now', async () => {
    let n = 0
    const { provider: busy, asked } = shop('busy', async () => {
      if (n++ === 0) throw new ProviderError('REFUSED', 'later')
      return 'https://busy.example/1.jpg'
    })
    const { covers } = makeCovers([busy, having(URL_1).provider])
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
    expect(asked).toHaveLength(1)
    n = 0
    const alone = makeCovers([busy, having(null).provider]).covers
    expect(await alone.find('Artist', 'Song')).toBe('https://busy.example/1.jpg')
  })
})

describe('the shared cache', () => {
  const makeCache = () => new MemoryCache({ maxEntries: 100, maxBytes: 1_000_000 })

  test('gives what another process found, also that there is none', async () => {
    const cache = makeCache()
    for (const url of [URL_1, null]) {
      const first = makeCovers([having(url).provider], { cache })
      await first.covers.find('Artist', `Song ${url}`)
      await first.covers.settled()
      const { provider, asked } = having('https://covers.example/2.jpg')
      const second = makeCovers([provider], { cache })
      expect(await second.covers.find('Artist', `Song ${url}`)).toBe(url)
      expect([asked, second.ends]).toEqual([[], ['cache']])
    }
  })

  test('gives what it has where there is nobody to ask, and is told nothing from there', async () => {
    const cache = makeCache()
    const alone = makeCovers([], { cache })
    expect(alone.covers.known('Air', 'Run')).toBeNull()
    expect(await alone.covers.find('Air', 'Run')).toBeNull()
    await alone.covers.settled()
    const asking = makeCovers([having(URL_1).provider], { cache })
    expect(await asking.covers.find('Air', 'Run')).toBe(URL_1)
    await asking.covers.settled()
    expect(await alone.covers.find('Air', 'Run')).toBe(URL_1)
  })

  test('does not get what is not sure', async () => {
    const cache = makeCache()
    const { covers } = makeCovers([failing().provider, having(null).provider], { cache })
    await covers.find('Artist', 'Song')
    const { provider, asked } = having(URL_1)
    expect(await makeCovers([provider], { cache }).covers.find('Artist', 'Song')).toBe(URL_1)
    expect(asked).toHaveLength(1)
  })

  test.each(['', 'null', '{"url":7}', '{"url":"javascript:alert(1)","freshUntil":1e15}'])(
    'may hold %s under our key',
    async (text) => {
      const cache = makeCache()
      await cache.set(`cover:${coverKey('Artist', 'Song')}`, text, 100)
      const { covers } = makeCovers([having(URL_1).provider], { cache })
      expect([null, URL_1]).toContain(await covers.find('Artist', 'Song'))
    },
  )
})

describe('the table', () => {
  test('is read at the start, so that nobody is asked for what is in it', async () => {
    const { table } = await makeTable()
    const checkedAt = Date.UTC(2030, 0, 1) - DAY / 2
    await table.save([
      { key: coverKey('Artist', 'One'), url: URL_1, checkedAt },
      { key: coverKey('Artist', 'Two'), url: null, checkedAt },
    ])
    const { provider, asked } = having('https://covers.example/2.jpg')
    const { covers, ends } = makeCovers([provider], { table })
    expect(await covers.find('Artist', 'One')).toBe(URL_1)
    expect(await covers.find('Artist', 'Two')).toBeNull()
    expect([asked, ends]).toEqual([[], ['table']])
  })

  test('gets what was found, and not that there is none', async () => {
    const { table, rows } = await makeTable()
    const { provider } = shop('shop', async (track) =>
      track === 'None' ? null : `https://covers.example/${track}`,
    )
    const { covers, clock } = makeCovers([provider], { table })
    for (const track of ['A', 'None', 'B', 'C']) covers.known('Artist', track)
    await covers.settled()
    expect(await rows()).toEqual(
      ['A', 'B', 'C'].map((track) => ({
        key: coverKey('Artist', track),
        url: `https://covers.example/${track}`,
        checkedAt: clock.now,
      })),
    )
  })

  test('may fail: covers are found all the same, and the failures are counted', async () => {
    const { covers, nTableFailures } = makeCovers([having(URL_1).provider], { table: brokenTable })
    expect(await covers.find('Artist', 'Song')).toBe(URL_1)
    await covers.settled()
    expect(nTableFailures()).toBe(2)
  })
})

describe('close', () => {
  test('ends look-ups under way and drops those that wait, and what is known stays', async () => {
    const { provider, asked } = shop('stalling', (track) =>
      track === 'Known' ? Promise.resolve(URL_1) : new Promise(() => {}),
    )
    const { covers } = makeCovers([provider])
    await covers.find('Artist', 'Known')
    const finding = covers.find('Artist', 'Wanted')
    for (let i = 0; i < 100; i++) covers.known('Artist', `Song ${i}`)
    await until(() => asked.length > 1)
    const nAsked = asked.length
    await covers.close()
    expect(await finding).toBeNull()
    expect(covers.known('Artist', 'Known')).toBe(URL_1)
    expect(covers.known('Artist', 'New')).toBeNull()
    expect(await covers.find('Artist', 'New')).toBeNull()
    await covers.settled()
    expect(asked).toHaveLength(nAsked)
  })
})

describe('with the real providers', () => {
  const settingsFor = (url: string, env: Record<string, string> = {}) =>
    readSettings({
      API_SECRET_KEY: 'a-secret-of-the-tests-that-is-long-enough',
      ITUNES_URL: url,
      DEEZER_URL: url,
      MUSICBRAINZ_URL: url,
      COVER_ART_URL: url,
      ...env,
    })

  test('a provider that stalls is no longer asked, and is once it has recovered', async () => {
    const service = await runService(stalling)
    const { events, states } = recordingEvents()
    const env = { METADATA_PROVIDERS: 'itunes', PROVIDER_TIMEOUT_MS: '1000', BREAKER_COOLING_MS: '1' }
    const providers = createProviders(settingsFor(service.url, env), events)
    onTestFinished(() => {
      for (const provider of providers) provider.close?.()
    })
    const { covers, clock } = makeCovers(providers)
    for (let i = 0; i < 5; i++) covers.known('Artist', `Song ${i}`)
    await covers.settled()
    expect(states[0]).toBe('itunes open')
    service.behave(answering(itunes(itunesSong('Artist', 'Song 1'))))
    clock.now += COVER_LIFETIME.unsureSeconds * 1000
    await new Promise((resolve) => setTimeout(resolve, 5))
    covers.known('Artist', 'Song 1')
    await covers.settled()
    expect(covers.known('Artist', 'Song 1')).toMatch(/600x600/)
    expect(states.slice(-2)).toEqual(['itunes half-open', 'itunes closed'])
  })

  test('nothing is rejected unheard, whatever comes back', async () => {
    const unheard: unknown[] = []
    const hear = (reason: unknown) => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    onTestFinished(() => void process.off('unhandledRejection', hear))
    const faults = Object.values(FAULTS)
    let n = 0
    const service = await runService((request, response) => faults[n++ % faults.length](request, response))
    const env = { PROVIDER_TIMEOUT_MS: '50', BREAKER_COOLING_MS: '1' }
    const providers = createProviders(settingsFor(service.url, env), recordingEvents().events)
    const { covers } = makeCovers(providers, { timeoutMs: 50, table: brokenTable })
    for (let i = 0; i < 30; i++) covers.known('Artist', `Song ${i}`)
    const found = await Promise.all(Array.from({ length: 30 }, (_, i) => covers.find('Artist', `Track ${i}`)))
    expect(found.every((url) => url === null)).toBe(true)
    await until(() => n >= faults.length)
    for (const provider of providers) provider.close?.()
    await covers.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(unheard).toEqual([])
  })
})
