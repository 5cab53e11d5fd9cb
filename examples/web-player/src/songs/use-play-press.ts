import { usePlayer } from '../player/player.js'
import type { Song } from './song.js'

/** What a press on a song does, and says: it plays the song, or pauses it and goes on. */
export function usePlayPress(song: Song, onPlay?: () => void) {
  const isCurrent = usePlayer(({ current }) => current?.id === song.id)
  const isPlaying = usePlayer(({ isPlaying, current }) => isPlaying && current?.id === song.id)
  const { play, pause, resume } = usePlayer.getState()
  const press = () => {
    if (isPlaying) pause()
    else if (isCurrent) resume()
    else if (onPlay) onPlay()
    else play(song)
  }
  return { isCurrent, isPlaying, press }
}
