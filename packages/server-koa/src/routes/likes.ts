import { z } from 'zod'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import type { Artifacts } from '../artifacts/served-artifacts.js'
import { HttpError } from '../errors.js'
import { text } from '../middleware/fields.js'
import type { Store } from '../stores/store.js'

const list = operation({
  method: 'get',
  path: '/likes',
  tag: 'Accounts',
  summary: 'The songs that the caller likes',
  caller: 'required',
  answer: {
    description: 'Their ids, the one liked first at the front.',
    schema: z.object({ likes: z.array(z.string()) }).meta({ id: 'Likes' }),
  },
})

const toggle = operation({
  method: 'post',
  path: '/likes/toggle',
  tag: 'Accounts',
  summary: 'Like a song, or take the like back',
  caller: 'required',
  json: z.object({ song_id: text }),
  answer: {
    description: 'Whether the song is liked now.',
    schema: z.object({ liked: z.boolean() }).meta({ id: 'Liked' }),
  },
  errors: ['SONG_NOT_IN_CATALOGUE'],
})

/** `GET /likes` and `POST /likes/toggle`, for signed-in callers. */
export function likesRoutes(api: Api, artifacts: Artifacts, store: Store): void {
  api.serve(list, async ({ account }) => ({ likes: await store.getLikes(account.id) }))

  api.serve(toggle, async ({ input, account }) => {
    const songId = artifacts.current.recommender.resolve(input.song_id)
    if (songId === null) throw new HttpError('SONG_NOT_IN_CATALOGUE')
    return { liked: await store.toggleLike(account.id, songId) }
  })
}
