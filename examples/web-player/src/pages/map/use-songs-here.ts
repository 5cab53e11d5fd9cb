import { useEffect, useState } from 'react'
import type { Places } from './places.js'
import type { Stage } from './stage.js'

const COUNT = 20
const QUIET_MS = 250

/** Ids of the songs nearest to the middle of the map, the nearest first, once the map has come to rest. */
export function useSongsHere(stage: Stage | null, { songIds }: Places): readonly string[] {
  const [here, setHere] = useState<readonly string[]>([])
  useEffect(() => {
    if (stage === null) return
    const find = () => {
      const { x, y } = stage.camera.view
      setHere(stage.grid.nearest(x, y, COUNT).map((i) => songIds[i]))
    }
    let timer = setTimeout(find)
    const stop = stage.afterPictures(() => {
      clearTimeout(timer)
      timer = setTimeout(find, QUIET_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [stage, songIds])
  return here
}
