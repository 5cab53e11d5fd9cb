import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTheme } from '../../shell/theme.js'
import { DARK, LIGHT } from './colours.js'
import type { Places } from './places.js'
import { Stage } from './stage.js'

/** A stage on a canvas that always fills its parent; null before it is there. */
export function useStage(canvas: RefObject<HTMLCanvasElement | null>, places: Places): Stage | null {
  const theme = useTheme((state) => state.theme)
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  const isCalm = useMedia('(prefers-reduced-motion: reduce)')
  const colours = (theme === 'system' ? systemIsDark : theme === 'dark') ? DARK : LIGHT
  const [stage, setStage] = useState<Stage | null>(null)
  const first = useRef(colours)
  first.current = colours

  useEffect(() => {
    const element = canvas.current
    const parent = element?.parentElement
    if (!element || !parent) return
    const created = new Stage(element, places, first.current)
    const resize = () => created.resize({ width: parent.clientWidth, height: parent.clientHeight })
    const observer = new ResizeObserver(resize)
    observer.observe(parent)
    resize()
    setStage(created)
    return () => {
      observer.disconnect()
      created.dispose()
      setStage(null)
    }
  }, [canvas, places])
  useEffect(() => stage?.setColours(colours), [stage, colours])
  useEffect(() => {
    if (stage !== null) stage.camera.isCalm = isCalm
  }, [stage, isCalm])
  return stage
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    () => matchMedia(query).matches,
  )
}
