import { songId, songKey } from '@redux/recommender'
import { z } from 'zod'

const MAX_URL_LENGTH = 2048

/** A name or title from a provider, of sane length. */
export const providerText = z.string().max(1000)

/**
 * The form under which all spellings of a song share one cover; empty when artist or track has nothing visible,
 * which no provider can be asked for.
 */
export function coverKey(artist: string, track: string): string {
  return songKey(artist) === '' || songKey(track) === '' ? '' : songKey(songId(artist, track))
}

/** An address from a provider as far as a page may be given it: http or https, of sane length, or else `null`. */
export function webAddress(text: string | null | undefined): string | null {
  if (!text || text.length > MAX_URL_LENGTH || !URL.canParse(text)) return null
  const { protocol, username, href } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' ? href : null
}

/** Those of a provider's list that have the documented shape. One odd entry does not spoil the others. */
export function wellFormed<T>(schema: z.ZodType<T>, entries: readonly unknown[]): T[] {
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
}
