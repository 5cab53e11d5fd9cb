import { useQuery } from '@tanstack/react-query'
import { answerOf, client } from '../api/client.js'
import type { TasteMap } from '../pages/map/places.js'

/** Where every song of the catalogue is on the map; null where the service has no map. */
export function useTasteMap() {
  return useQuery({
    queryKey: ['taste map'],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<TasteMap | null> => {
      const answer = await (client.GET as unknown as MapCall)('/catalog/map', { signal })
      return answer.response.status === 404 ? null : answerOf(Promise.resolve(answer))
    },
  })
}

/** Until the service's document, of which the client's types are made, tells of the map. */
type MapCall = (
  path: '/catalog/map',
  options: { signal: AbortSignal },
) => Promise<{ data?: TasteMap; error?: unknown; response: Response }>
