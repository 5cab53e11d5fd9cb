import { Music4, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { type Shelf, useGuestShelf, useShelves } from '../../queries/recommendations.js'
import { useSession } from '../../session/session.js'
import { usePage } from '../../shell/use-page.js'
import { mainReasons } from '../../songs/reasons.js'
import { songOfId } from '../../songs/song.js'
import { IconButton } from '../../ui/button.js'
import { classes } from '../../ui/classes.js'
import { Notice } from '../../ui/notice.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { greetingAt } from './greeting.js'
import styles from './home.module.css'
import { SearchBox } from './search-box.js'
import { ShelfRow, ShelfSkeleton } from './shelf-row.js'

/** The start page: a greeting, the search, and rows of songs for this listener. */
export function HomePage() {
  usePage()
  const [order, setOrder] = useState(0)
  const shelves = useShelves(order)
  const isTurning = shelves.isFetching && shelves.isPlaceholderData
  return (
    <div className={styles.home}>
      <header className={styles.head}>
        <Greeting />
        <SearchBox />
        <IconButton label="Show other songs" disabled={isTurning} onClick={() => setOrder(order + 1)}>
          <RefreshCw size={20} className={classes(isTurning && styles.turning)} aria-hidden="true" />
        </IconButton>
      </header>
      <GuestHint />
      <Shelves shelves={shelves} />
    </div>
  )
}

function Greeting() {
  const username = useSession((session) => session.username)
  const greeting = greetingAt(new Date().getHours())
  return (
    <h1 className={styles.greeting}>
      {greeting}
      {username !== null && (
        <>
          , <bdi>{username}</bdi>
        </>
      )}
    </h1>
  )
}

function GuestHint() {
  const isGuest = useSession(({ token, username }) => token === null && username === null)
  if (!isGuest) return null
  return (
    <p className={styles.hint}>
      You are listening as a guest. <Link href="/sign-in">Sign up</Link> to keep your songs and your likes.
    </p>
  )
}

function Shelves({ shelves }: { readonly shelves: ReturnType<typeof useShelves> }) {
  const { data, error, refetch, isPlaceholderData } = shelves
  const guest = useGuestShelf()
  if (data === undefined && error !== null) return <ProblemNotice error={error} onRetry={() => refetch()} />
  if (data === undefined || guest.isLoading) return <Loading />
  const rows = withGuestShelf(data, guest.data ?? [])
  if (rows.length === 0)
    return (
      <Notice icon={<Music4 size={28} />} title="Nothing to recommend yet">
        Search for a song you know and play it, or like it. There is more here afterwards.
      </Notice>
    )
  return (
    <div
      className={classes(styles.shelves, isPlaceholderData && styles.leaving)}
      aria-busy={isPlaceholderData}
    >
      {rows.map((shelf, place) => (
        <ShelfRow key={shelf.label} shelf={shelf} basis={basisOf(shelf)} isOnTop={place < 2} />
      ))}
    </div>
  )
}

function Loading() {
  return (
    <div className={styles.shelves} aria-busy="true">
      <p className="visually-hidden" role="status">
        Loading songs for you
      </p>
      <ShelfSkeleton />
      <ShelfSkeleton />
      <ShelfSkeleton />
    </div>
  )
}

/** What a guest's picked songs lead to stands first, and nowhere else. */
function withGuestShelf(shelves: readonly Shelf[], songs: Shelf['songs']): Shelf[] {
  const ids = new Set(songs.map(({ id }) => id))
  return [
    { label: 'You might like', isPersonal: true, songs },
    ...shelves.map((shelf) => ({ ...shelf, songs: shelf.songs.filter(({ id }) => !ids.has(id)) })),
  ].filter(({ songs }) => songs.length > 0)
}

const NAMED = 2

/** What a shelf is built on, in words. */
function basisOf({ songs }: Shelf): string {
  const titles = mainReasons(songs, NAMED).map((id) => songOfId(id).title)
  return titles.length === 0 ? 'What others listen to' : `Based on ${titles.join(' and ')}`
}
