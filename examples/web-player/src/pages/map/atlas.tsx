import { ListMusic } from 'lucide-react'
import { useRef, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import { songOfId } from '../../songs/song.js'
import { Button } from '../../ui/button.js'
import styles from './atlas.module.css'
import { CanvasControls } from './canvas-controls.js'
import { Floats } from './floats.js'
import { Legend } from './legend.js'
import { MapSearch } from './map-search.js'
import type { Places } from './places.js'
import type { Found } from './search-places.js'
import { SongsHere } from './songs-here.js'
import type { Stage } from './stage.js'
import { useLitSongs } from './use-lit-songs.js'
import { useMarks } from './use-marks.js'
import { usePointing } from './use-pointing.js'
import { useSongsHere } from './use-songs-here.js'
import { useStage } from './use-stage.js'

/** The map, and what floats above it. */
export function Atlas({ places }: { readonly places: Places }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const stage = useStage(canvas, places)
  const [isListOpen, setIsListOpen] = useState(() => matchMedia('(min-width: 1700px)').matches)
  const lit = useLitSongs(places)
  const marks = useMarks(stage, lit)
  const current = usePlayer((player) => player.current)
  const playing = current === null ? null : (places.indexOf.get(current.id) ?? null)
  const { shown, pin, hold, onKeyDown } = usePointing(stage, area, places)
  const here = useSongsHere(stage, places)

  const goTo = (song: number) => {
    fly(stage, places.x[song], places.y[song], NEAR)
    pin(song)
  }
  const choose = (found: Found) => {
    if (found.kind === 'song') return goTo(found.point)
    fly(stage, found.city.x, found.city.y, NEAR_ARTIST)
    pin(null)
  }
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
        <Floats stage={stage} places={places} shown={shown} playing={playing} onHold={hold} />
        <div className={styles.legend}>
          <Legend
            counts={{ picks: lit.picks.length, likes: lit.likes.length, forYou: lit.forYou.length }}
            hidden={marks.hidden}
            onToggle={marks.toggle}
            onNext={(kind) => goTo(marks.next(kind))}
          />
        </div>
        <CanvasControls stage={stage} onGoToPlaying={playing === null ? null : () => goTo(playing)} />
      </div>
      <Spoken middle={here[0]} />
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

/** A song is shown at least so much nearer than the whole map. */
const NEAR = 9
const NEAR_ARTIST = 5

/** Goes to a place, and at least so near. */
function fly(stage: Stage | null, x: number, y: number, nearness: number): void {
  if (stage === null) return
  const { view, nearness: now } = stage.camera
  stage.camera.flyTo(x, y, Math.max(view.scale, (view.scale / now) * nearness))
  stage.request()
}

/** How the map is moved, and what is in its middle, for those who cannot see it. */
function Spoken({ middle }: { readonly middle: string | undefined }) {
  const song = middle === undefined ? null : songOfId(middle)
  return (
    <>
      <p id="map-help" className="visually-hidden">
        Arrow keys move the map, plus and minus zoom, 0 shows all of it, and Enter plays the song in the
        middle. The button “Songs here” lists the songs around the middle.
      </p>
      <p className="visually-hidden" aria-live="polite">
        {song !== null && `In the middle: ${song.title} by ${song.artist}`}
      </p>
    </>
  )
}
