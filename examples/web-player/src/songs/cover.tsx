import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useCover } from '../queries/covers.js'
import { classes } from '../ui/classes.js'
import { artworkElements, VIEW_BOX } from './artwork.js'
import styles from './cover.module.css'
import type { Song } from './song.js'

/**
 * The cover of a song, above artwork of our own that is there at once, and stays where there is no cover or it does not
 * load. Fills the width it is given.
 */
export function Cover({ song, className }: { readonly song: Song; readonly className?: string }) {
  const place = useRef<HTMLSpanElement>(null)
  const address = useCover(song, useWasSeen(place, song.coverUrl === null))
  const [loaded, setLoaded] = useState<string | null>(null)
  const [broken, setBroken] = useState<string | null>(null)
  const shown = address === broken ? null : address
  return (
    <span ref={place} className={classes(styles.cover, className)}>
      <Artwork songId={song.id} />
      {shown !== null && (
        <img
          key={shown}
          className={classes(styles.picture, styles.above, loaded === shown && styles.loaded)}
          src={shown}
          alt=""
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onLoad={() => setLoaded(shown)}
          onError={() => setBroken(shown)}
        />
      )}
    </span>
  )
}

/** Drawn by the page itself, for dozens of images would hold it up. */
function Artwork({ songId }: { readonly songId: string }) {
  const scope = useId()
  const elements = useMemo(() => ({ __html: artworkElements(songId, scope) }), [songId, scope])
  return (
    <svg
      className={styles.picture}
      viewBox={VIEW_BOX}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: nothing of the song's own text is in a drawing
      dangerouslySetInnerHTML={elements}
    />
  )
}

/** Whether an element is or was on the screen. Only looks where it matters. */
function useWasSeen(element: RefObject<Element | null>, matters: boolean): boolean {
  const [wasSeen, setWasSeen] = useState(false)
  useEffect(() => {
    if (!matters || wasSeen || element.current === null) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setWasSeen(true)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, matters, wasSeen])
  return wasSeen
}
