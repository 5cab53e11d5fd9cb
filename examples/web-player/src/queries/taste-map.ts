import { useQuery } from '@tanstack/react-query'
import { answerOf, client } from '../api/client.js'

/** Where every song of the catalogue is on the map; null where the service has no map. */
export function useTasteMap() {
  return useQuery({
    queryKey: ['taste map'],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const call = client.GET('/catalog/map', { signal })
      const isMissing = await call.then(
        ({ response }) => response.status === 404,
        () => false,
      )
      return isMissing ? null : answerOf(call)
    },
  })
}
