import { followMediaSession } from './media-session.js'
import { playInOneTab } from './one-tab.js'
import { followPlayer } from './playback.js'
import { followListener } from './saved-listening.js'

/** Brings the player to life for as long as the app is open. Returns what stops it. */
export function listen(): () => void {
  const stops = [followPlayer(), followListener(), playInOneTab(), followMediaSession()]
  return () => {
    for (const stop of stops.toReversed()) stop()
  }
}
