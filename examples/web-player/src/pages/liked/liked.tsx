import { Heart, HeartHandshake, Play } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import { useLikes } from '../../queries/likes.js'
import { useSession } from '../../session/session.js'
import { usePage } from '../../shell/use-page.js'
import { artworkOf } from '../../songs/artwork.js'
import { songOfId } from '../../songs/song.js'
import { SongRowSkeleton } from '../../songs/song-row.js'
import { Button } from '../../ui/button.js'
import { LinkButton } from '../../ui/link-button.js'
import { Notice } from '../../ui/notice.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { Skeleton } from '../../ui/skeleton.js'
import styles from './liked.module.css'
import { LikedFilter, LikedList } from './liked-list.js'
import { matching } from './matching.js'
import { useUndo } from './use-undo.js'

/** The songs that the account likes, the newest first. */
export function LikedPage() {
  usePage('Liked songs')
  const isGuest = useSession(({ username }) => username === null)
  return isGuest ? <ForGuests /> : <ForAccounts />
}

/** From how many songs on one would rather look for one than read them all. */
const MANY = 12

function ForAccounts() {
  const { data, error, refetch } = useLikes()
  useUndo(data)
  const songs = useMemo(() => data?.toReversed().map(songOfId), [data])
  const [text, setText] = useState('')
  const found = useMemo(() => songs && matching(songs, text), [songs, text])
  const playFrom = (place: number) => usePlayer.getState().playAll(found?.slice(place) ?? [])
  if (songs === undefined || found === undefined)
    return (
      <>
        <Head count={error === null && <Skeleton width="7rem" height="1.45em" />} />
        {error === null ? <Loading /> : <ProblemNotice error={error} onRetry={refetch} />}
      </>
    )
  if (songs.length === 0)
    return (
      <>
        <Head />
        <NoLikes />
      </>
    )
  return (
    <>
      <Head count={countOf(found.length, songs.length)}>
        <Button look="primary" onClick={() => playFrom(0)} disabled={found.length === 0}>
          <Play size={18} fill="currentColor" aria-hidden="true" />
          Play all
        </Button>
      </Head>
      {(songs.length > MANY || text !== '') && <LikedFilter text={text} onChange={setText} />}
      <LikedList songs={found} onPlayFrom={playFrom} />
      {found.length === 0 && (
        <p className={styles.none}>
          None of your likes has “<bdi>{text.trim()}</bdi>” in its name.
        </p>
      )}
    </>
  )
}

interface HeadProps {
  readonly count?: ReactNode
  readonly children?: ReactNode
}

/** The same heading whatever comes below it, so that it keeps the focus while the likes are loaded. */
function Head({ count, children }: HeadProps) {
  return (
    <div className={styles.head}>
      <div>
        <h1 className={styles.title}>Liked songs</h1>
        {count && (
          <p className={styles.quiet} role="status">
            {count}
          </p>
        )}
      </div>
      {children}
    </div>
  )
}

function countOf(found: number, all: number): string {
  const songs = `${all.toLocaleString('en')} ${all === 1 ? 'song' : 'songs'}`
  return found === all ? songs : `${found.toLocaleString('en')} of ${songs}`
}

function NoLikes() {
  return (
    <div className={styles.empty}>
      <Picture />
      <p className={styles.emptyTitle}>Nothing liked yet</p>
      <p className={styles.quiet}>Press the heart of a song, and it is kept here.</p>
      <LinkButton href="/" look="primary">
        Find songs to like
      </LinkButton>
    </div>
  )
}

function ForGuests() {
  return (
    <>
      <Head />
      <Notice
        icon={<HeartHandshake size={28} />}
        title="Likes need an account"
        action={
          <div className={styles.actions}>
            <LinkButton href="/sign-in" look="primary">
              Sign up
            </LinkButton>
            <LinkButton href="/sign-in?log-in" look="quiet">
              Log in
            </LinkButton>
          </div>
        }
      >
        It takes a name and a password, and keeps the songs you picked.
      </Notice>
    </>
  )
}

const ROWS = Array.from({ length: 8 }, (_, row) => row)

function Loading() {
  return (
    <div role="status" aria-label="Your likes are loading">
      {ROWS.map((row) => (
        <SongRowSkeleton key={row} />
      ))}
    </div>
  )
}

const COVERS = ['Cover 3 - Redux', 'Cover 1 - Redux', 'Cover 2 - Redux']

/** Three covers with a heart. */
function Picture() {
  return (
    <div className={styles.picture} aria-hidden="true">
      {COVERS.map((name) => (
        <img key={name} src={artworkOf(name)} alt="" width={96} height={96} />
      ))}
      <span className={styles.heart}>
        <Heart size={26} fill="currentColor" />
      </span>
    </div>
  )
}
