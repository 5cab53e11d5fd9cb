import { Heart, HeartHandshake } from 'lucide-react'
import { useMemo } from 'react'
import { useLikes } from '../../queries/likes.js'
import { useSession } from '../../session/session.js'
import { artworkOf } from '../../songs/artwork.js'
import { songOfId } from '../../songs/song.js'
import { SongRowSkeleton } from '../../songs/song-row.js'
import { LinkButton } from '../../ui/link-button.js'
import { Notice } from '../../ui/notice.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { Skeleton } from '../../ui/skeleton.js'
import styles from './liked.module.css'
import { LikedList } from './liked-list.js'
import { useUndo } from './use-undo.js'

/** The songs that the account likes, the newest first. */
export function LikedPage() {
  const isGuest = useSession(({ username }) => username === null)
  return isGuest ? <ForGuests /> : <ForAccounts />
}

function ForAccounts() {
  const { data, error, refetch } = useLikes()
  useUndo(data)
  const songs = useMemo(() => data?.toReversed().map(songOfId), [data])
  if (songs === undefined)
    return (
      <>
        <Heading />
        {error === null ? <Loading /> : <ProblemNotice error={error} onRetry={refetch} />}
      </>
    )
  if (songs.length > 0) return <LikedList songs={songs} />
  return (
    <>
      <Heading />
      <div className={styles.empty}>
        <Picture />
        <p className={styles.emptyTitle}>Nothing liked yet</p>
        <p className={styles.quiet}>Press the heart of a song, and it is kept here.</p>
        <LinkButton href="/" look="primary">
          Find songs to like
        </LinkButton>
      </div>
    </>
  )
}

function Heading() {
  return <h1 className={styles.title}>Liked songs</h1>
}

function ForGuests() {
  return (
    <>
      <Heading />
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
      <div className={styles.headSpace}>
        <Skeleton width="7rem" height="1em" />
      </div>
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
