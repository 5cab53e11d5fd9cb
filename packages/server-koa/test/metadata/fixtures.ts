// Answers as the public services give them, made after their documentation; fields nobody reads are left in.

export function itunesSong(artist: string, track: string, { artwork = 'https://is1-ssl.mzstatic.com' } = {}) {
  return {
    wrapperType: 'track',
    kind: 'song',
    artistId: 909253,
    collectionId: 120954021,
    trackId: 120954025,
    artistName: artist,
    collectionName: 'Sing-a-Longs and Lullabies',
    trackName: track,
    collectionCensoredName: 'Sing-a-Longs and Lullabies',
    trackCensoredName: track,
    previewUrl: 'https://audio-ssl.itunes.apple.com/itunes-assets/AudioPreview/mzaf_1.plus.aac.p.m4a',
    artworkUrl60: `${artwork}/image/thumb/Music/v4/aa/source/60x60bb.jpg`,
    artworkUrl100: `${artwork}/image/thumb/Music/v4/aa/source/100x100bb.jpg`,
    collectionPrice: 10.99,
    trackTimeMillis: 210743,
    country: 'USA',
    primaryGenreName: 'Rock',
  }
}

export const itunes = (...results: unknown[]) => ({ resultCount: results.length, results })

export function deezerTrack(artist: string, title: string) {
  return {
    id: 3135556,
    readable: true,
    title,
    title_short: title,
    title_version: '',
    link: 'https://www.deezer.com/track/3135556',
    duration: 224,
    rank: 956167,
    explicit_lyrics: false,
    preview: 'https://cdn-preview-d.dzcdn.net/stream/c-d.mp3',
    artist: { id: 27, name: artist, link: 'https://www.deezer.com/artist/27', type: 'artist' },
    album: {
      id: 302127,
      title: 'Discovery',
      cover: 'https://api.deezer.com/album/302127/image',
      cover_small: 'https://cdn-images.dzcdn.net/images/cover/5718f7/56x56-000000-80-0-0.jpg',
      cover_medium: 'https://cdn-images.dzcdn.net/images/cover/5718f7/250x250-000000-80-0-0.jpg',
      cover_big: 'https://cdn-images.dzcdn.net/images/cover/5718f7/500x500-000000-80-0-0.jpg',
      cover_xl: 'https://cdn-images.dzcdn.net/images/cover/5718f7/1000x1000-000000-80-0-0.jpg',
      type: 'album',
    },
    type: 'track',
  }
}

export const deezer = (...data: unknown[]) => ({ data, total: data.length })
/** What Deezer answers to who asks too often, with status 200. */
export const deezerQuota = { error: { type: 'Exception', message: 'Quota limit exceeded', code: 4 } }

export const RELEASES = [
  '2f6bb4ad-7d38-4f8c-8c48-1c0b4f9a1a11',
  '76df3287-6cda-33eb-8e9a-044b5e15ffdd',
  '99b09d02-9cc9-3fed-8431-f162165a9371',
] as const

export function musicBrainzRecording(
  credits: readonly { name: string; joinphrase?: string }[],
  title: string,
  releases: readonly { id: string; title?: string; status?: string }[],
) {
  return {
    id: '026fa041-3917-4c73-9079-ed16e36f20f8',
    score: 100,
    title,
    length: 320000,
    video: null,
    'artist-credit': credits.map((credit) => ({
      ...credit,
      artist: { id: '056e4f3e-d505-4dad-8ec1-d04f521cbb56', name: credit.name, 'sort-name': credit.name },
    })),
    'first-release-date': '2000-11-13',
    releases: releases.map((release) => ({
      'status-id': '4e304316-386d-3409-af2e-78857eec5cfe',
      count: 1,
      title: 'Discovery',
      status: 'Official',
      country: 'FR',
      ...release,
    })),
  }
}

export const musicBrainz = (...recordings: unknown[]) => ({
  created: '2024-01-01T00:00:00.000Z',
  count: recordings.length,
  offset: 0,
  recordings,
})

export function coverArt(releaseId: string, { front = true } = {}) {
  const image = `http://coverartarchive.org/release/${releaseId}/829521842`
  return {
    images: [
      {
        approved: true,
        back: !front,
        comment: '',
        edit: 17462565,
        front,
        id: 829521842,
        image: `${image}.jpg`,
        thumbnails: {
          250: `${image}-250.jpg`,
          500: `${image}-500.jpg`,
          1200: `${image}-1200.jpg`,
          large: `${image}-500.jpg`,
          small: `${image}-250.jpg`,
        },
        types: [front ? 'Front' : 'Back'],
      },
    ],
    release: `https://musicbrainz.org/release/${releaseId}`,
  }
}
