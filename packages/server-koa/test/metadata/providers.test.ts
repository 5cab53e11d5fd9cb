import { describe, expect, test } from 'vitest'
import { Deezer } from '../../src/metadata/deezer.js'
import { ITunes } from '../../src/metadata/itunes.js'
import { MusicBrainz } from '../../src/metadata/music-brainz.js'
import type { MetadataProvider } from '../../src/metadata/provider.js'
import { ProviderError } from '../../src/metadata/provider-error.js'
import { Resilience } from '../../src/metadata/resilience.js'
import {
  coverArt,
  deezer,
  deezerQuota,
  deezerTrack,
  itunes,
  itunesSong,
  musicBrainz,
  musicBrainzRecording,
  RELEASES,
} from './fixtures.js'
import {
  answering,
  type Behaviour,
  FAULTS,
  NOWHERE,
  PATIENT,
  recordingEvents,
  runService,
  tenMegabytes,
} from './service.js'

const quick = (rate = { requests: 1000, perMs: 1 }) =>
  new Resilience('test', { timeoutMs: 2000, coolingMs: 10_000, rate, backoffMs: 1 }, recordingEvents().events)
const makeITunes = (url: string) => new ITunes(url, quick())
const makeDeezer = (url: string) => new Deezer(url, quick())
const makeMusicBrainz = (url: string, contact = 'mail@example.org') =>
  new MusicBrainz({ musicBrainzUrl: url, coverArtUrl: url, contact }, quick(), quick())

const options = { signal: PATIENT }
const COVER = 'https://is1-ssl.mzstatic.com/image/thumb/Music/v4/aa/source/600x600bb.jpg'

describe('ITunes', () => {
  test('finds songs with their larger artwork', async () => {
    const service = await runService(answering(itunes(itunesSong('Jack Johnson', 'Upside Down'))))
    expect(await makeITunes(service.url).search('upside down', { ...options, limit: 5 })).toEqual([
      {
        title: 'Upside Down',
        artist: 'Jack Johnson',
        album: 'Sing-a-Longs and Lullabies',
        coverUrl: COVER,
        previewUrl: 'https://audio-ssl.itunes.apple.com/itunes-assets/AudioPreview/mzaf_1.plus.aac.p.m4a',
      },
    ])
    const [{ path, query }] = service.requests
    expect([path, Object.fromEntries(query)]).toEqual([
      '/search',
      { term: 'upside down', media: 'music', entity: 'song', limit: '5' },
    ])
  })

  test('keeps the path of its base address', async () => {
    const service = await runService(answering(itunes()))
    await makeITunes(`${service.url}/proxy`).search('x', { ...options, limit: 1 })
    expect(service.requests[0].path).toBe('/proxy/search')
  })

  test('takes the cover of the very song, however it is spelled', async () => {
    const songs = itunes(
      itunesSong('Karaoke Kings', 'Déjà Vu', { artwork: 'https://wrong.example' }),
      itunesSong('Beyoncé', 'Irreplaceable', { artwork: 'https://wrong.example' }),
      itunesSong('BEYONCÉ', 'Deja Vu (feat. JAY-Z) [Remastered]'),
    )
    const service = await runService(answering(songs))
    expect(await makeITunes(service.url).cover('Beyoncé', 'Déjà Vu', options)).toBe(COVER)
    expect(await makeITunes(service.url).cover('Beyoncé', 'Halo', options)).toBeNull()
  })

  test('passes on only web addresses, and skips entries of another shape', async () => {
    const odd = [
      null,
      7,
      { trackName: 'Song' },
      { ...itunesSong('A', 'B'), artistName: 7 },
      { ...itunesSong('A', 'B'), trackName: 'x'.repeat(5000) },
    ]
    const hostile = [
      'javascript:alert(1)',
      'data:image/png;base64,AA',
      '//host/1.jpg',
      'https://u:p@host/1.jpg',
      '',
    ]
    const songs = hostile.map((artworkUrl100) => ({ ...itunesSong('Artist', 'Song'), artworkUrl100 }))
    const service = await runService(answering(itunes(...odd, ...songs)))
    const found = await makeITunes(service.url).search('x', { ...options, limit: 50 })
    expect(found.map(({ coverUrl }) => coverUrl)).toEqual(hostile.map(() => null))
    expect(await makeITunes(service.url).cover('Artist', 'Song', options)).toBeNull()
  })
})

describe('Deezer', () => {
  test('finds songs', async () => {
    const service = await runService(answering(deezer(deezerTrack('Daft Punk', 'One More Time'))))
    expect(await makeDeezer(service.url).search('one more time', { ...options, limit: 5 })).toEqual([
      {
        title: 'One More Time',
        artist: 'Daft Punk',
        album: 'Discovery',
        coverUrl: 'https://cdn-images.dzcdn.net/images/cover/5718f7/500x500-000000-80-0-0.jpg',
        previewUrl: 'https://cdn-preview-d.dzcdn.net/stream/c-d.mp3',
      },
    ])
    expect(service.requests[0].path).toBe('/search')
  })

  test('asks for artist and track, and takes the cover of that song', async () => {
    const service = await runService(
      answering(deezer(deezerTrack('Daft Punk', 'Aerodynamic'), deezerTrack('Daft Punk', 'One More Time'))),
    )
    const cover = await makeDeezer(service.url).cover('Daft Punk', 'One "More" Time', options)
    expect(cover).toMatch(/500x500/)
    expect(service.requests[0].query.get('q')).toBe('artist:"Daft Punk" track:"One  More  Time"')
  })

  test('takes its quota error for a limit, which is tried again', async () => {
    let n = 0
    const service = await runService((request, response) =>
      answering(n++ === 0 ? deezerQuota : deezer(deezerTrack('Daft Punk', 'One More Time')))(
        request,
        response,
      ),
    )
    expect(await makeDeezer(service.url).cover('Daft Punk', 'One More Time', options)).toMatch(/500x500/)
    service.behave(answering(deezerQuota))
    await expect(makeDeezer(service.url).cover('A', 'B', options)).rejects.toMatchObject({ code: 'LIMITED' })
  })
})

describe('MusicBrainz', () => {
  const DAFT_PUNK = [{ name: 'Daft Punk' }]
  /** Recordings at one path, covers at the other; the Cover Art Archive redirects twice, as the real one does. */
  const both =
    (recordings: unknown, withCover: readonly string[]): Behaviour =>
    (request, response) => {
      const [, kind, mbid] = (request.url ?? '').split(/[/?]/)
      if (kind === 'ws') return answering(recordings)(request, response)
      if (kind === 'release') return answering('', 307, { Location: `/moved/${mbid}` })(request, response)
      if (kind === 'moved') return answering('', 302, { Location: `../index/${mbid}` })(request, response)
      const id = (request.url ?? '').split('/').at(-1)!
      return (withCover.includes(id) ? answering(coverArt(id)) : answering('<h1>Not found</h1>', 404))(
        request,
        response,
      )
    }

  test('finds songs by words, and says who asks', async () => {
    const credits = [
      { name: 'Beyoncé', joinphrase: ' feat. ' },
      { name: 'JAY‐Z', joinphrase: '' },
    ]
    const recordings = musicBrainz(
      musicBrainzRecording(credits, 'Déjà Vu', [{ id: RELEASES[0], title: 'B’Day' }]),
    )
    const service = await runService(both(recordings, []))
    expect(await makeMusicBrainz(service.url).search('deja vu', { ...options, limit: 3 })).toEqual([
      { title: 'Déjà Vu', artist: 'Beyoncé', album: 'B’Day', coverUrl: null, previewUrl: null },
    ])
    const [{ path, query, userAgent }] = service.requests
    expect([path, Object.fromEntries(query)]).toEqual([
      '/ws/2/recording',
      { query: 'deja vu', dismax: 'true', limit: '3', fmt: 'json' },
    ])
    expect(userAgent).toBe('redux-recommender/0.1 ( mail@example.org )')
  })

  test('takes the first front cover among the releases of the song, official ones first', async () => {
    const [bootleg, without, official] = RELEASES
    const recordings = musicBrainz(
      musicBrainzRecording([{ name: 'Somebody' }], 'One More Time', [{ id: bootleg }]),
      musicBrainzRecording(DAFT_PUNK, 'One More Time', [
        { id: bootleg, status: 'Bootleg' },
        { id: without },
        { id: official },
        { id: official },
      ]),
    )
    const service = await runService(both(recordings, [bootleg, official]))
    expect(await makeMusicBrainz(service.url).cover('Daft Punk', 'One More Time', options)).toBe(
      `https://coverartarchive.org/release/${official}/829521842-500.jpg`,
    )
    const asked = service.requests.filter(({ path }) => path.startsWith('/release/')).map(({ path }) => path)
    expect(asked).toEqual([`/release/${without}`, `/release/${official}`])
    expect(new Set(service.requests.map(({ userAgent }) => userAgent)).size).toBe(1)
  })

  test('has no cover where the song is unknown, or the archive has none of it', async () => {
    const recordings = musicBrainz(musicBrainzRecording(DAFT_PUNK, 'One More Time', [{ id: RELEASES[0] }]))
    const service = await runService(both(recordings, []))
    expect(await makeMusicBrainz(service.url).cover('Daft Punk', 'One More Time', options)).toBeNull()
    expect(await makeMusicBrainz(service.url).cover('Daft Punk', 'Aerodynamic', options)).toBeNull()
  })

  test('lets nobody out of the quoted phrases of its query', async () => {
    const service = await runService(answering(musicBrainz()))
    await makeMusicBrainz(service.url).cover('a" OR artist:"b', 'c\\', options)
    expect(service.requests[0].query.get('query')).toBe('recording:"c\\\\" AND artist:"a\\" OR artist:\\"b"')
  })

  test('follows no path out of a release id', async () => {
    const recordings = musicBrainz(
      musicBrainzRecording(DAFT_PUNK, 'One More Time', [{ id: '../../admin' }, { id: RELEASES[0] }]),
    )
    const service = await runService(both(recordings, []))
    expect(await makeMusicBrainz(service.url).cover('Daft Punk', 'One More Time', options)).toBeNull()
    expect(service.requests.filter(({ path }) => path.includes('admin'))).toEqual([])
  })

  test('is asked no more often than its rate allows, however many songs are wanted at once', async () => {
    const perMs = 40
    const service = await runService(answering(musicBrainz()))
    const provider = new MusicBrainz(
      { musicBrainzUrl: service.url, coverArtUrl: service.url, contact: 'x' },
      quick({ requests: 1, perMs }),
      quick(),
    )
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 8 }, (_, i) => provider.cover('Artist', `Song ${i}`, options)))
    const times = service.requests.map(({ at }) => at - startedAt)
    expect(times).toHaveLength(8)
    for (const [n, time] of times.entries()) expect(time).toBeGreaterThanOrEqual(n * perMs)
  })
})

const makers: Readonly<Record<string, (url: string) => MetadataProvider>> = {
  ITunes: makeITunes,
  Deezer: makeDeezer,
  MusicBrainz: makeMusicBrainz,
}

describe.each(Object.entries(makers))('%s', (_, make) => {
  test.each(Object.entries(FAULTS))('rejects with an error of its own at %s', async (_fault, behaviour) => {
    const service = await runService(behaviour)
    const provider = make(service.url)
    const questions = [
      provider.search('x', { ...options, limit: 5, waitMs: 300 }),
      provider.cover('A', 'B', { ...options, waitMs: 300 }),
    ]
    for (const outcome of await Promise.allSettled(questions)) {
      expect(outcome.status).toBe('rejected')
      expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(ProviderError)
    }
    provider.close?.()
  })

  test('rejects with an error of its own where nobody listens', async () => {
    const provider = make(NOWHERE)
    await expect(provider.cover('A', 'B', options)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('reads no more of an answer than a megabyte, once', async () => {
    const service = await runService(tenMegabytes)
    await expect(make(service.url).cover('A', 'B', options)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
    expect(service.requests).toHaveLength(1)
  })

  test('follows a redirect to itself five times and no more', async () => {
    const service = await runService(FAULTS['a redirect to itself'])
    await expect(make(service.url).cover('A', 'B', options)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
    expect(service.requests).toHaveLength(6)
  })

  test.each([400, 403, 404])('does not try again after status %i', async (status) => {
    const service = await runService(answering('', status))
    await expect(make(service.url).cover('A', 'B', options)).rejects.toMatchObject({ status })
    expect(service.requests).toHaveLength(1)
  })
})
