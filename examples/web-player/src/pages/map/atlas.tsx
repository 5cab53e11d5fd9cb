import { ListMusic } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import { songOfId } from '../../songs/song.js'
import { Button } from '../../ui/button.js'
import styles from './atlas.module.css'
import { CanvasControls } from './canvas-controls.js'
import { Legend } from './legend.js'
import { MapSearch } from './map-search.js'
import { PlaceCard } from './place-card.js'
import type { Places } from './places.js'
import type { Found } from './search-places.js'
import { SongsHere } from './songs-here.js'
import type { MarkKind } from './sprites.js'
import { useFloating } from './use-floating.js'
import { useLitSongs } from './use-lit-songs.js'
import { usePointing } from './use-pointing.js'
import { useSongsHere } from './use-songs-here.js'
import { useStage } from './use-stage.js'

/** A song is shown at least so much nearer than the whole map. */
const NEAR = 9
const NEAR_ARTIST = 5

/** The map, and what floats above it. */
export function Atlas({ places }: { readonly places: Places }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const stage = useStage(canvas, places)
  const [hidden, setHidden] = useState<ReadonlySet<MarkKind>>(new Set())
  const [isListOpen, setIsListOpen] = useState(() => matchMedia('(min-width: 1700px)').matches)
  const nextOf = useRef({ picks: 0, likes: 0, forYou: 0 })
  const lit = useLitSongs(places)
  const current = usePlayer((player) => player.current)
  const playing = current === null ? null : (places.indexOf.get(current.id) ?? null)
  const pointing = usePointing(stage, area, places)
  const { shown, pin, hold, onKeyDown } = pointing
  const here = useSongsHere(stage, places)
  const card = useFloating(stage, shown, 'card')
  const ring = useFloating(stage, shown, 'middle')
  const pulse = useFloating(stage, playing, 'middle')

  useEffect(() => {
    const shownOf = (kind: MarkKind) => (hidden.has(kind) ? [] : lit[kind])
    stage?.setMarks({ picks: shownOf('picks'), likes: shownOf('likes'), forYou: shownOf('forYou') })
  }, [stage, lit, hidden])

  const goTo = (song: number) => {
    if (stage === null) return
    stage.camera.flyTo(places.x[song], places.y[song], scaleAt(NEAR))
    stage.request()
    pin(song)
  }
  const scaleAt = (nearness: number) => {
    const { camera } = stage!
    return Math.max(camera.view.scale, (camera.view.scale / camera.nearness) * nearness)
  }
  const choose = (found: Found) => {
    if (found.kind === 'song') return goTo(found.point)
    stage?.camera.flyTo(found.city.x, found.city.y, scaleAt(NEAR_ARTIST))
    stage?.request()
    pin(null)
  }
  const goToNext = (kind: MarkKind) => {
    const songs = lit[kind]
    goTo(songs[nextOf.current[kind]++ % songs.length])
    setHidden((before) => new Set([...before].filter((each) => each !== kind)))
  }
  const toggle = (kind: MarkKind) =>
    setHidden((before) => {
      const after = new Set(before)
      if (!after.delete(kind)) after.add(kind)
      return after
    })

  const shownSong = useMemo(() => (shown === null ? null : songOfId(places.songIds[shown])), [shown, places])
  const middle = here[0] === undefined ? null : songOfId(here[0])
  return (
    <div className={styles.atlas} data-list={isListOpen || undefined}>
      <div className={styles.window}>
        <div
          ref={area}
          className={styles.area}
          role="application"
          aria-roledescription="map"
          aria-label="Taste map"
          aria-describedby="map-help"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <canvas ref={canvas} className={styles.canvas} />
        </div>
        <span className={styles.crosshair} aria-hidden="true" />
        <div className={styles.floats}>
          {playing !== null && <span ref={pulse} className={styles.pulse} aria-hidden="true" />}
          {shown !== null && <span ref={ring} className={styles.ring} aria-hidden="true" />}
          {shownSong !== null && (
            <PlaceCard
              ref={card}
              song={shownSong}
              onPointerEnter={() => hold(true)}
              onPointerLeave={() => hold(false)}
            />
          )}
        </div>
        <div className={styles.legend}>
          <Legend
            counts={{ picks: lit.picks.length, likes: lit.likes.length, forYou: lit.forYou.length }}
            hidden={hidden}
            onToggle={toggle}
            onNext={goToNext}
          />
        </div>
        <CanvasControls stage={stage} onGoToPlaying={playing === null ? null : () => goTo(playing)} />
      </div>
      <p id="map-help" className="visually-hidden">
        Arrow keys move the map, plus and minus zoom, 0 shows all of it, and Enter plays the song in the
        middle. The button “Songs here” lists the songs around the middle.
      </p>
      <p className="visually-hidden" aria-live="polite">
        {middle !== null && `In the middle: ${middle.title} by ${middle.artist}`}
      </p>
      <div className={styles.top}>
        <div className={styles.search}>
          <MapSearch places={places} onChoose={choose} />
        </div>
        <Button
          className={styles.list}
          aria-expanded={isListOpen}
          aria-controls={isListOpen ? 'songs-here' : undefined}
          onClick={() => setIsListOpen(!isListOpen)}
        >
          <ListMusic size={18} aria-hidden="true" />
          <span className={styles.listName}>Songs here</span>
        </Button>
      </div>
      {isListOpen && <SongsHere songIds={here} onClose={() => setIsListOpen(false)} />}
    </div>
  )
}
