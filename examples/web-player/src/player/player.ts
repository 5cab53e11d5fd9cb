import { create } from 'zustand'
import { upNext } from '../queries/recommendations.js'
import type { RecommendedSong, Song } from '../songs/song.js'

/** There is no repeating of a whole list: the queue goes on by itself. */
export type Repeat = 'off' | 'one'

/** What lasts longer than the page. */
export interface Listening {
  /** What plays, or is paused; null before the first song. */
  readonly current: Song | RecommendedSong | null
  /** Played before, the latest last. */
  readonly history: readonly (Song | RecommendedSong)[]
  /** What plays next, in order: no song twice, and never the current one. */
  readonly queue: readonly (Song | RecommendedSong)[]
  readonly repeat: Repeat
}

interface Player extends Listening {
  /** Counts the starts: another number, though it be the same song, and it starts again. */
  readonly starts: number
  /** Where the latest start begins, in seconds. */
  readonly startSeconds: number
  readonly isPlaying: boolean
  /** Whether the next song was asked for before it was known. It starts as soon as it is. */
  readonly isWaiting: boolean
  /** How the search for what to play next stands. */
  readonly refill: 'idle' | 'loading' | 'failed'
  /** Plays a song at once, and looks for what goes with it. */
  readonly play: (song: Song) => void
  /** Plays songs one after the other, and then what goes with the last of them. */
  readonly playAll: (songs: readonly Song[]) => void
  /** Plays a song of the queue; those before it are passed over. */
  readonly skipTo: (songId: string) => void
  readonly pause: () => void
  readonly resume: () => void
  readonly next: () => void
  readonly previous: () => void
  /** What to do when the current song is over. */
  readonly ended: () => void
  readonly setRepeat: (repeat: Repeat) => void
  /** Puts a song at the head of the queue. */
  readonly playNext: (song: Song) => void
  readonly remove: (songId: string) => void
  /** Puts other songs into the queue that go with the current one. */
  readonly refresh: () => void
  /** Looks again for what to play next, after that failed. */
  readonly retry: () => void
  /** Takes up what was heard before, paused. */
  readonly restore: (listening: Listening, seconds: number) => void
  /** Forgets everything, as at a sign-out. */
  readonly clear: () => void
}

/** How many songs a refill adds, and how few may be left before there is one. */
const REFILL = 12
const FEW = 4
/** Songs heard as lately as that do not come back by themselves. */
const LATELY = 30
/** The service is asked for more than are added, for some were heard lately. */
const ASKED = 50
const LONGEST_HISTORY = 50

const NOTHING = {
  current: null,
  history: [],
  queue: [],
  repeat: 'off',
  starts: 0,
  startSeconds: 0,
  isPlaying: false,
  isWaiting: false,
  refill: 'idle',
} as const

/** What plays, what played and what plays next. How far the current song is, `playback.ts` knows. */
export const usePlayer = create<Player>()((set, get) => {
  // A refill belongs to the queue that asked for it: not to the one of another song or another account.
  let queueNumber = 0

  const start = (song: Song, queue: readonly Song[], history = withCurrent(get(), song)) => {
    set(({ starts }) => ({
      current: song,
      queue: queue.filter(({ id }) => id !== song.id),
      history,
      starts: starts + 1,
      startSeconds: 0,
      isPlaying: true,
      isWaiting: false,
    }))
    fillIfFew()
  }

  const startAnew = (song: Song, queue: readonly Song[]) => {
    queueNumber++
    set({ refill: 'idle' })
    start(song, queue)
  }

  const fillIfFew = () => {
    if (get().queue.length <= FEW) fill()
  }

  /** Adds songs that go with the current one behind the queue; those of `besides` are not among them. */
  const fill = async (besides: readonly Song[] = []) => {
    const { current, refill } = get()
    if (current === null || refill === 'loading') return
    set({ refill: 'loading' })
    const number = queueNumber
    const found = await upNext(current.id, ASKED, newOrder()).catch(() => null)
    if (number !== queueNumber) return
    if (found === null)
      // Songs that were to make room for others are better than none.
      set(({ current, queue }) => ({
        refill: 'failed',
        queue: distinct([...queue, ...besides]).filter(({ id }) => id !== current?.id),
      }))
    else set((player) => ({ refill: 'idle', queue: [...player.queue, ...unheard(found, player, besides)] }))
    if (get().isWaiting) goOn()
  }

  /** Plays the first of the queue, or comes to rest where there is none. */
  const goOn = () => {
    const [first, ...rest] = get().queue
    if (first !== undefined) start(first, rest)
    else set({ isPlaying: false, isWaiting: false })
  }

  return {
    ...NOTHING,
    play: (song) => startAnew(song, []),
    playAll(songs) {
      const [first, ...rest] = distinct(songs)
      if (first !== undefined) startAnew(first, rest)
    },
    skipTo(songId) {
      const { queue } = get()
      const place = queue.findIndex(({ id }) => id === songId)
      if (place >= 0) start(queue[place], queue.slice(place + 1))
    },
    pause: () => set({ isPlaying: false, isWaiting: false }),
    resume: () => set(({ current }) => ({ isPlaying: current !== null })),
    next() {
      if (get().current === null) return
      if (get().queue.length > 0) goOn()
      else {
        set({ isWaiting: true })
        fill()
      }
    },
    previous() {
      const { history, current, queue } = get()
      const last = history.at(-1)
      if (last !== undefined)
        start(last, current === null ? queue : [current, ...queue], history.slice(0, -1))
    },
    ended() {
      const { repeat, current, queue, history } = get()
      if (repeat === 'one' && current !== null) start(current, queue, history)
      else get().next()
    },
    setRepeat: (repeat) => set({ repeat }),
    playNext(song) {
      const { current, queue } = get()
      if (current === null) get().play(song)
      else if (current.id !== song.id) set({ queue: [song, ...queue.filter(({ id }) => id !== song.id)] })
    },
    remove(songId) {
      const queue = get().queue.filter(({ id }) => id !== songId)
      if (queue.length === get().queue.length) return
      set({ queue })
      fillIfFew()
    },
    refresh() {
      const { queue } = get()
      queueNumber++
      set({ queue: [], refill: 'idle' })
      fill(queue)
    },
    retry: () => fill(),
    restore(listening, startSeconds) {
      queueNumber++
      set(({ starts }) => ({ ...NOTHING, ...listening, starts: starts + 1, startSeconds }))
      fillIfFew()
    },
    clear() {
      queueNumber++
      set(({ starts }) => ({ ...NOTHING, starts: starts + 1 }))
    },
  }
})

/** The history once another song starts. */
function withCurrent({ history, current }: Player, next: Song): Player['history'] {
  return current === null || current.id === next.id ? history : [...history, current].slice(-LONGEST_HISTORY)
}

/** The first songs of an answer that neither play, nor are to play, nor were heard lately. */
function unheard(found: readonly RecommendedSong[], player: Player, besides: readonly Song[]) {
  const { current, queue, history } = player
  const known = new Set([...queue, ...history.slice(-LATELY), ...besides].map(({ id }) => id))
  return found.filter(({ id }) => id !== current?.id && !known.has(id)).slice(0, REFILL)
}

/** The same songs, each once. */
function distinct(songs: readonly Song[]): readonly Song[] {
  return [...new Map(songs.map((song) => [song.id, song])).values()]
}

/** Another number for every time, so that the songs differ. */
function newOrder(): number {
  return Math.floor(Math.random() * 2 ** 31)
}
