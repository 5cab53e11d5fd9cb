import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { usePlayer as UsePlayer } from '../src/player/player.js'
import { type Song, songOfId } from '../src/songs/song.js'
import { LocalService, stubStorage } from './local-service.js'

let service: LocalService
let usePlayer: typeof UsePlayer

beforeAll(async () => {
  stubStorage()
  service = await LocalService.start()
  ;({ usePlayer } = await import('../src/player/player.js'))
})
afterAll(() => service.stop())

beforeEach(() => {
  usePlayer.getState().clear()
  service.calls.length = 0
  service.respond = ({ body }) => found(after((body as { song: string }).song))
})

/** A catalogue in which every song has a number, and goes with those after it. */
const song = (number: number): Song => songOfId(`Artist ${number} - Song ${number}`)
const numberOf = ({ id }: Song) => Number(id.slice(id.lastIndexOf(' ')))
const after = (id: string) => Array.from({ length: 50 }, (_, step) => song(numberOf(songOfId(id)) + 1 + step))

function found(songs: readonly Song[]) {
  const results = songs.map(({ id, title, artist }) => ({
    song_id: id,
    title,
    artist,
    cover_url: null,
    distance: 0.5,
    because: [],
  }))
  return { body: { results, seed_count: 1 } }
}

/** An answer that is given when the test says so. */
function held(answer: ReturnType<typeof found>) {
  let give = () => {}
  const promise = new Promise<typeof answer>((resolve) => {
    give = () => resolve(answer)
  })
  return { promise, give: () => give() }
}

const player = () => usePlayer.getState()
const queue = () => player().queue.map(numberOf)
const history = () => player().history.map(numberOf)
const current = () => player().current && numberOf(player().current as Song)
const settled = () => vi.waitFor(() => expect(player().refill).not.toBe('loading'))
const asked = (times: number) => vi.waitFor(() => expect(service.calls).toHaveLength(times))

describe('up next', () => {
  test('is what goes with the song, twelve at a time', async () => {
    player().play(song(1))
    expect(player()).toMatchObject({ isPlaying: true, refill: 'loading', queue: [] })
    await settled()
    expect(queue()).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  test('is filled again when four are left, without those that are there, and asks once', async () => {
    player().play(song(1))
    await settled()
    player().skipTo(song(9).id)
    player().next()
    expect(queue()).toEqual([11, 12, 13])
    await settled()
    expect(queue()).toEqual([11, 12, 13, ...[14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]])
    expect(service.calls).toHaveLength(2)
  })

  test('leaves out songs that were heard lately', async () => {
    service.respond = () => found([1, 2, 3, 4, 5, 6].map(song))
    player().play(song(1))
    await settled()
    player().next()
    await settled()
    player().next()
    await settled()
    expect(history()).toEqual([1, 2])
    expect(queue()).toEqual([4, 5, 6])
  })

  test('ignores an answer for a song that is no longer the one', async () => {
    const late = held(found([song(100)]))
    service.respond = () => late.promise
    player().play(song(1))
    await asked(1)
    service.respond = () => found([song(200)])
    player().play(song(2))
    await vi.waitFor(() => expect(queue()).toEqual([200]))
    late.give()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(queue()).toEqual([200])
    expect(player().refill).toBe('idle')
  })

  test('stays empty when everything was forgotten while an answer was on its way', async () => {
    const late = held(found([song(100)]))
    service.respond = () => late.promise
    player().play(song(1))
    await asked(1)
    player().clear()
    late.give()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(player()).toMatchObject({ current: null, queue: [], refill: 'idle', isPlaying: false })
  })

  test('says that it failed, and is filled by another try', async () => {
    service.respond = () => ({ status: 500, body: { detail: 'Something went wrong.' } })
    player().play(song(1))
    await settled()
    expect(player()).toMatchObject({ refill: 'failed', isPlaying: true, queue: [] })
    service.respond = () => found([song(2)])
    player().retry()
    await settled()
    expect(player().refill).toBe('idle')
    expect(queue()).toEqual([2])
  })

  test('stays empty in a catalogue of one song, and is not asked for again and again', async () => {
    service.respond = () => found([song(1)])
    player().play(song(1))
    await settled()
    expect(queue()).toEqual([])
    expect(service.calls).toHaveLength(1)
    player().next()
    await settled()
    expect(player()).toMatchObject({ isPlaying: false, isWaiting: false })
    expect(current()).toBe(1)
    expect(service.calls).toHaveLength(2)
  })

  test('has other songs after a refresh', async () => {
    player().play(song(1))
    await settled()
    const before = queue()
    player().refresh()
    expect(queue()).toEqual([])
    await settled()
    expect(queue()).toHaveLength(12)
    expect(queue().filter((number) => before.includes(number))).toEqual([])
  })

  test('has the songs of before where a refresh finds none, for nobody answers', async () => {
    player().play(song(1))
    await settled()
    const before = queue()
    service.respond = () => ({ status: 500, body: { detail: 'Something went wrong.' } })
    player().refresh()
    await settled()
    expect(queue()).toEqual(before)
    expect(player().refill).toBe('failed')
  })

  test('takes only the answer to the latest refresh', async () => {
    player().play(song(1))
    await settled()
    const first = held(found([song(100)]))
    service.respond = () => first.promise
    player().refresh()
    await asked(2)
    service.respond = () => found([song(200)])
    player().refresh()
    await vi.waitFor(() => expect(queue()).toEqual([200]))
    first.give()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(queue()).toEqual([200])
  })

  test('loses a removed song, and only that', async () => {
    player().play(song(1))
    await settled()
    player().remove(song(3).id)
    player().remove(song(3).id)
    expect(queue()).toEqual([2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  test('begins with a song that is put next, which is in it once', async () => {
    player().play(song(1))
    await settled()
    player().playNext(song(5))
    player().playNext(song(1))
    expect(queue().slice(0, 4)).toEqual([5, 2, 3, 4])
    expect(queue()).toHaveLength(12)
  })
})

describe('next', () => {
  test('twice goes on by two', async () => {
    player().play(song(1))
    await settled()
    player().next()
    player().next()
    expect(current()).toBe(3)
    expect(history()).toEqual([1, 2])
  })

  test('before the queue is known plays its first song as soon as it is, though pressed twice', async () => {
    const late = held(found(after(song(1).id)))
    service.respond = () => late.promise
    player().play(song(1))
    player().next()
    player().next()
    expect(player().isWaiting).toBe(true)
    late.give()
    await vi.waitFor(() => expect(current()).toBe(2))
    expect(player()).toMatchObject({ isPlaying: true, isWaiting: false })
    expect(history()).toEqual([1])
  })

  test('comes to rest where the search for songs failed', async () => {
    service.respond = () => ({ status: 500, body: { detail: 'Something went wrong.' } })
    player().play(song(1))
    player().next()
    await settled()
    expect(player()).toMatchObject({ isPlaying: false, isWaiting: false, refill: 'failed' })
    expect(current()).toBe(1)
  })

  test('does not play by itself after a pause', async () => {
    const late = held(found([song(2)]))
    service.respond = () => late.promise
    player().play(song(1))
    player().next()
    player().pause()
    late.give()
    await settled()
    expect(current()).toBe(1)
    expect(player().isPlaying).toBe(false)
  })

  test('does nothing before the first song', () => {
    player().next()
    player().previous()
    player().resume()
    expect(player()).toMatchObject({ current: null, isPlaying: false, isWaiting: false })
    expect(service.calls).toEqual([])
  })
})

test('previous goes back, and what played comes next', async () => {
  player().play(song(1))
  await settled()
  player().next()
  player().previous()
  expect(current()).toBe(1)
  expect(history()).toEqual([])
  expect(queue().slice(0, 2)).toEqual([2, 3])
})

test('skipTo passes over the songs before, and knows only songs of the queue', async () => {
  player().play(song(1))
  await settled()
  player().skipTo(song(4).id)
  player().skipTo(song(2).id)
  expect(current()).toBe(4)
  expect(history()).toEqual([1])
  expect(queue()[0]).toBe(5)
})

test('playAll plays songs in order, each once, and then what goes with the last', async () => {
  player().playAll([7, 8, 7, 9].map(song))
  expect(current()).toBe(7)
  expect(queue()).toEqual([8, 9])
  await settled()
  expect(queue().slice(0, 3)).toEqual([8, 9, 10])
  player().playAll([])
  expect(current()).toBe(7)
})

test('a song that is over begins again where one is repeated, and else makes room for the next', async () => {
  player().play(song(1))
  await settled()
  player().setRepeat('one')
  const { starts } = player()
  player().ended()
  expect(current()).toBe(1)
  expect(player().starts).toBe(starts + 1)
  expect(history()).toEqual([])
  player().setRepeat('off')
  player().ended()
  expect(current()).toBe(2)
})

test('restore takes up what was heard, paused, where it was', () => {
  const listening = {
    current: song(1),
    history: [song(9)],
    queue: [2, 3, 4, 5, 6].map(song),
    repeat: 'one',
  } as const
  player().restore(listening, 42)
  expect(player()).toMatchObject({ ...listening, startSeconds: 42, isPlaying: false })
  expect(service.calls).toEqual([])
})

test('the queue never has a song twice or the current one, whatever is pressed', async () => {
  const anySong = fc.integer({ min: 1, max: 20 }).map(song)
  const press = fc.oneof(
    anySong.map((some) => () => player().play(some)),
    fc.array(anySong, { maxLength: 8 }).map((some) => () => player().playAll(some)),
    anySong.map(
      ({ id }) =>
        () =>
          player().skipTo(id),
    ),
    anySong.map(
      ({ id }) =>
        () =>
          player().remove(id),
    ),
    anySong.map((some) => () => player().playNext(some)),
    fc
      .constantFrom('next', 'previous', 'ended', 'refresh', 'retry')
      .map((name) => () => player()[name as 'next']()),
    fc.constant(settled),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(press, { maxLength: 25 }), async (presses) => {
      player().clear()
      for (const one of presses) {
        await one()
        const ids = queue()
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).not.toContain(current())
        expect(history().length).toBeLessThanOrEqual(50)
      }
    }),
    { numRuns: 60 },
  )
})
