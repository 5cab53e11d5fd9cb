import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import { songOfId } from '../../songs/song.js'
import { followKey, followPointers } from './gestures.js'
import type { Places } from './places.js'
import type { Stage } from './stage.js'

/** How near to a song a pointer has to be, in pixels. */
const REACH = 12
const TOUCH_REACH = 26
/** A card that was asked for by a click goes only for a pointer that stays. */
const REST_MS = 60
const LONG_REST_MS = 450

interface Pointing {
  /** The song whose card is to be seen. */
  readonly shown: number | null
  /** Shows the card of a song until something else is chosen. */
  readonly pin: (song: number | null) => void
  /** Whether the pointer is on the card, which then stays. */
  readonly hold: (isHeld: boolean) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Which song is pointed at, and what clicks and keys do with it. */
export function usePointing(
  stage: Stage | null,
  area: RefObject<HTMLElement | null>,
  { songIds }: Places,
): Pointing {
  const [hovered, setHovered] = useState<number | null>(null)
  const [pinned, setPinned] = useState<number | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isPinned = useRef(false)
  isPinned.current = pinned !== null

  const hoverLater = useCallback((song: number | null) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(setHovered, isPinned.current || song === null ? LONG_REST_MS : REST_MS, song)
  }, [])

  const pin = useCallback((song: number | null) => {
    clearTimeout(timer.current)
    setHovered(null)
    setPinned(song)
  }, [])

  useEffect(() => {
    const element = area.current
    if (stage === null || element === null) return
    return followPointers(element, stage.camera, {
      onMove: () => stage.request(),
      onHover: (pixel) => {
        const song = pixel === null ? null : stage.songAt(...pixel, REACH)
        element.style.cursor = song === null ? '' : 'pointer'
        hoverLater(song)
      },
      onTap: (px, py, isTouch) => {
        const song = stage.songAt(px, py, isTouch ? TOUCH_REACH : REACH)
        pin(song)
        if (song !== null && !isTouch) usePlayer.getState().play(songOfId(songIds[song]))
      },
    })
  }, [stage, area, songIds, hoverLater, pin])
  useEffect(() => () => clearTimeout(timer.current), [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (stage === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      const [song] = stage.grid.nearest(stage.camera.view.x, stage.camera.view.y, 1)
      pin(song)
      usePlayer.getState().play(songOfId(songIds[song]))
    } else if (event.key === 'Escape') pin(null)
    else if (!event.shiftKey || event.key === '+') {
      if (!followKey(stage.camera, event.key)) return
      stage.request()
    } else return
    event.preventDefault()
  }
  return {
    shown: hovered ?? pinned,
    pin,
    hold: (isHeld) => (isHeld ? clearTimeout(timer.current) : hoverLater(null)),
    onKeyDown,
  }
}
