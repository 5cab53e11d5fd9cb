import { type RefObject, useEffect, useRef } from 'react'
import type { Stage } from './stage.js'

const EDGE = 8
const DISTANCE = 18

/** Keeps an element at a song's place, whatever the map does: its middle there, or as a card above or below. */
export function useFloating(
  stage: Stage | null,
  song: number | null,
  how: 'middle' | 'card',
): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (stage === null || song === null) return
    const box = { width: element.current?.offsetWidth ?? 0, height: element.current?.offsetHeight ?? 0 }
    const put = () => {
      const [px, py] = stage.pixelOfSong(song)
      const { width, height } = stage.camera.size
      let [left, top] = [px - box.width / 2, py - box.height / 2]
      if (how === 'card') {
        left = Math.min(Math.max(left, EDGE), width - box.width - EDGE)
        top = py - DISTANCE - box.height < 64 ? py + DISTANCE : py - DISTANCE - box.height
        top = Math.min(Math.max(top, EDGE), height - box.height - EDGE)
      }
      const isInView = px > -40 && py > -40 && px < width + 40 && py < height + 40
      if (element.current === null) return
      element.current.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`
      element.current.style.visibility = isInView ? '' : 'hidden'
    }
    put()
    return stage.afterPictures(put)
  }, [stage, song, how])
  return element
}
