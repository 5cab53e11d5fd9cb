import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answerOf, client } from '../api/client.js'
import { songOfResult } from '../songs/song.js'

const QUIET_MS = 120

/** Songs of the catalogue for what is being typed, once the typing pauses. */
export function useSearch(typed: string, limit: number) {
  const text = useDebounced(typed.trim(), QUIET_MS)
  const query = useQuery({
    queryKey: ['search', text, limit],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const found = await answerOf(
        client.GET('/catalog/search', { params: { query: { q: text, limit } }, signal }),
      )
      return found.map(songOfResult)
    },
  })
  return { ...query, songs: text === '' ? [] : (query.data ?? []), isCurrent: text === typed.trim() }
}

function useDebounced<T>(value: T, quietMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(setSettled, quietMs, value)
    return () => clearTimeout(timer)
  }, [value, quietMs])
  return settled
}
