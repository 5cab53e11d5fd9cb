import { z } from 'zod'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import type { Covers } from '../metadata/covers.js'
import { text } from '../middleware/fields.js'

const cover = operation({
  method: 'get',
  path: '/cover',
  tag: 'Catalogue',
  summary: "The address of a song's cover",
  description: 'The only call that waits for a metadata provider, and not for long.',
  caller: 'anyone',
  query: z.object({ artist: text.default(''), track: text.default('') }),
  answer: {
    description: 'Null when none is known, also when artist or track are not told.',
    schema: z.string().nullable(),
  },
})

/** `GET /cover`. */
export function coverRoutes(api: Api, covers: Pick<Covers, 'find'>): void {
  api.serve(cover, ({ input: { artist, track } }) =>
    artist === '' || track === '' ? null : covers.find(artist, track),
  )
}
