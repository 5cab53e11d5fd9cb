import { usePlayer } from './player.js'

const CHANNEL = 'redux:playing'

/** Lets only one tab play at a time: the one that began last. Returns what stops it. */
export function playInOneTab(): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = () => usePlayer.getState().pause()
  const unsubscribe = usePlayer.subscribe(({ isPlaying }, before) => {
    if (isPlaying && !before.isPlaying) channel.postMessage(null)
  })
  return () => {
    unsubscribe()
    channel.close()
  }
}
