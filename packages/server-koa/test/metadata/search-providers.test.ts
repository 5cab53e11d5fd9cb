import { songId, songKey } from '@redux/recommender'
import { describe, expect, test } from 'vitest'
import type { FoundSong, MetadataProvider } from '../../src/metadata/provider.js'
import { ProviderError } from '../../src/metadata/provider-error.js'
import { searchProviders } from '../../src/metadata/search-providers.js'

const CATALOGUE = ['A - One', 'B - Two', 'C - Three', 'D - Four']
const recommender = {
  resolve: (text: string) => CATALOGUE.find((id) => songKey(id) === songKey(text)) ?? null,
}

const song = (artist: string, title: string, coverUrl: string | null = null): FoundSong => ({
  artist,
  title,
  album: null,
  coverUrl,
  previewUrl: null,
})

function provider(name: string, search: MetadataProvider['search']) {
  const asked: string[] = []
  const asking: MetadataProvider = {
    name,
    search: (query, options) => {
      asked.push(query)
      return search(query, options)
    },
    cover: async () => null,
  }
  return { asking, asked }
}
const having = (name: string, ...songs: FoundSong[]) => provider(name, async () => songs)
const stalling = (name = 'stalling') => provider(name, () => new Promise(() => {}))
const failing = (error: Error) =>
  provider('failing', async () => {
    throw error
  })

/** Searches; what was logged and learnt comes back, too. */
async function search(
  providers: readonly { readonly asking: MetadataProvider }[],
  { limit = 10, timeoutMs = 10_000 } = {},
) {
  const lines: string[] = []
  const learnt: string[] = []
  const line = (level: string) => (fields: object) => {
    const { provider, reason } = fields as { provider: string; reason: string }
    lines.push(`${level} ${provider}: ${reason}`)
  }
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const covers = {
    learn: (artist: string, track: string, url: string) => void learnt.push(`${artist} ${track} ${url}`),
  }
  const asking = providers.map((one) => one.asking)
  const results = await searchProviders(asking, recommender, 'x', limit, { timeoutMs, log, covers })
  return { ids: results.map(({ song }) => song.songId), results, lines, learnt }
}

describe('searchProviders', () => {
  test('keeps songs of the catalogue in the order of the providers, each as the first one has it', async () => {
    const first = having('first', song('Nobody', 'Nothing'), song('b', 'TWO', 'https://first.example/2'))
    const second = having('second', song('A', 'One'), song('B', 'Two', 'https://second.example/2'))
    const { ids, results } = await search([first, second])
    expect(ids).toEqual([songId('B', 'Two'), songId('A', 'One')])
    expect(results[0].found.coverUrl).toBe('https://first.example/2')
    expect(results[0].song).toEqual({ songId: 'B - Two', artist: 'B', title: 'Two' })
  })

  test('asks nobody further when there are enough', async () => {
    const second = having('second', song('C', 'Three'))
    const { ids } = await search([having('first', song('A', 'One'), song('B', 'Two')), second], { limit: 2 })
    expect([ids, second.asked]).toEqual([['A - One', 'B - Two'], []])
  })

  test('asks the next one beside one that stalls, and leaves that when there are enough', async () => {
    const last = having('last', song('A', 'One'), song('B', 'Two'))
    const { ids, lines } = await search([stalling(), last], { limit: 2, timeoutMs: 2000 })
    expect(ids).toEqual(['A - One', 'B - Two'])
    expect(lines).toEqual(['debug stalling: others have answered'])
  })

  test('takes the answer of a slow one before that of a quick one, when it comes in time', async () => {
    let answer = (_songs: FoundSong[]) => {}
    const slow = provider('slow', () => new Promise((resolve) => (answer = resolve)))
    const quick = provider('quick', async () => {
      setTimeout(() => answer([song('A', 'One')]), 5)
      return [song('B', 'Two')]
    })
    const { ids } = await search([slow, quick], { timeoutMs: 2000 })
    expect(ids).toEqual(['A - One', 'B - Two'])
  })

  test('ends when the time is up, with what there is, and tells the provider', async () => {
    let isOver: AbortSignal | undefined
    const slow = provider('slow', (_, { signal }) => {
      isOver = signal
      return new Promise(() => {})
    })
    const { ids, lines } = await search([having('quick', song('A', 'One')), slow], { timeoutMs: 40 })
    expect(ids).toEqual(['A - One'])
    expect(isOver?.aborted).toBe(true)
    expect(lines).toEqual(['warn slow: no answer within 40 ms'])
  })

  test('skips those who fail, with a warning, and those who refuse to be asked, without', async () => {
    const busy = failing(new ProviderError('REFUSED', 'its breaker is open'))
    const { ids, lines } = await search([
      failing(new Error('no network')),
      busy,
      having('last', song('A', 'One')),
    ])
    expect(ids).toEqual(['A - One'])
    expect(lines).toEqual(['warn failing: no network', 'debug failing: its breaker is open'])
  })

  test('is empty when there is nobody to ask, and when all fail', async () => {
    expect((await search([])).ids).toEqual([])
    expect((await search([failing(new Error('no'))])).ids).toEqual([])
  })

  test('teaches the covers by the names of the catalogue', async () => {
    const { learnt } = await search([
      having('shop', song('a', 'one (live)', 'https://shop.example/1'), song('B', 'Two')),
    ])
    expect(learnt).toEqual(['A One https://shop.example/1'])
  })
})
