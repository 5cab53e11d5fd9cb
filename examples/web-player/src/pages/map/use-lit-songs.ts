import { useMemo } from 'react'
import { usePlayer } from '../../player/player.js'
import { useLikes } from '../../queries/likes.js'
import { useShelves } from '../../queries/recommendations.js'
import { useSeeds } from '../../queries/seeds.js'
import type { Places } from './places.js'
import type { MarkKind } from './sprites.js'

/** Where on the map the listener's songs are, and what is recommended now: on the shelves and in the queue. */
export function useLitSongs({ indexOf }: Places): Readonly<Record<MarkKind, readonly number[]>> {
  const { data: picks } = useSeeds()
  const { data: likes } = useLikes()
  const { data: shelves } = useShelves(0)
  const queue = usePlayer((player) => player.queue)
  return useMemo(() => {
    const known = (ids: readonly string[] = []) => [...new Set(ids)].flatMap((id) => indexOf.get(id) ?? [])
    const recommended = [...queue, ...(shelves ?? []).flatMap(({ songs }) => songs)].map(({ id }) => id)
    const own = new Set([...(picks ?? []), ...(likes ?? [])])
    return {
      picks: known(picks),
      likes: known(likes),
      forYou: known(recommended.filter((id) => !own.has(id))),
    }
  }, [picks, likes, shelves, queue, indexOf])
}
