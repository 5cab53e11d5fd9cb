import { z } from 'zod'
import { tokenAnswer } from '../api/answers.js'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import { HttpError } from '../errors.js'
import type { Limits } from '../limits/limits.js'
import { text } from '../middleware/fields.js'
import { hashPassword } from '../passwords.js'
import type { Settings } from '../settings/settings.js'
import type { Account, Store, TimedSong } from '../stores/store.js'
import { makeToken } from '../tokens.js'
import { knownBy } from '../verify-password.js'
import { newPassword } from './auth.js'

const seeds = operation({
  method: 'get',
  path: '/me/seeds',
  tag: 'Accounts',
  summary: 'The songs that the caller started with',
  caller: 'optional',
  answer: {
    description: 'Null for a caller who has none, or no account.',
    schema: z.object({ seeds: z.array(z.string()).nullable() }).meta({ id: 'Seeds' }),
  },
})

const changePassword = operation({
  method: 'post',
  path: '/me/password',
  tag: 'Accounts',
  summary: 'Change the password',
  description: "Every token made before, this call's own included, is refused from then on.",
  caller: 'required',
  noStore: true,
  json: z.object({ password: text, new_password: newPassword }),
  answer: { description: 'The password is changed; a new token.', schema: tokenAnswer },
  errors: ['WRONG_PASSWORD', 'TOO_MANY_LOGINS'],
})

const timedSongs = z.array(
  z.object({
    song_id: z.string(),
    since: z.iso.datetime().meta({ description: 'When it was chosen, UTC.' }),
  }),
)

const exportData = operation({
  method: 'get',
  path: '/me/export',
  tag: 'Accounts',
  summary: 'Everything that is stored about the caller',
  caller: 'required',
  noStore: true,
  answer: {
    description: 'All of it but the password, which is kept as a hash only.',
    schema: z
      .object({
        username: z.string(),
        created_at: z.iso.datetime(),
        seeds: timedSongs,
        likes: timedSongs,
      })
      .meta({ id: 'AccountExport' }),
  },
})

const deleteAccount = operation({
  method: 'post',
  path: '/me/delete',
  tag: 'Accounts',
  summary: 'Delete the account and everything that belongs to it',
  caller: 'required',
  noStore: true,
  json: z.object({ password: text.meta({ description: 'Once more, for this cannot be undone.' }) }),
  answer: { description: 'It is gone.', schema: z.object({ deleted: z.literal(true) }) },
  errors: ['WRONG_PASSWORD', 'TOO_MANY_LOGINS'],
})

/** What a signed-in caller may do with the own account, under `/me`. */
export function accountRoutes(
  api: Api,
  store: Store,
  limits: Pick<Limits, 'login'>,
  { secretKeys, tokenExpireHours }: Pick<Settings, 'secretKeys' | 'tokenExpireHours'>,
): void {
  /** A stolen token must not be a way to try passwords faster than at the login. */
  const requirePassword = async (account: Account, password: string, address: string) => {
    const known = await knownBy(password, account.username, address, limits, async () => account)
    if (known === null) throw new HttpError('WRONG_PASSWORD')
  }

  api.serve(seeds, async ({ account }) => {
    const stored = account === null ? [] : await store.getSeeds(account.id)
    return { seeds: stored.length > 0 ? stored : null }
  })

  api.serve(changePassword, async ({ input, account, address }) => {
    await requirePassword(account, input.password, address)
    const changed = await store.changePassword(account.id, await hashPassword(input.new_password))
    if (changed === null) throw new HttpError('NOT_AUTHENTICATED')
    return { access_token: makeToken(changed, secretKeys, tokenExpireHours), token_type: 'bearer' }
  })

  api.serve(exportData, async ({ account }) => {
    const stored = await store.exportUser(account.id)
    if (stored === null) throw new HttpError('NOT_AUTHENTICATED')
    return {
      username: stored.username,
      created_at: new Date(stored.createdAt).toISOString(),
      seeds: stored.seeds.map(timedSong),
      likes: stored.likes.map(timedSong),
    }
  })

  api.serve(deleteAccount, async ({ input, account, address }) => {
    await requirePassword(account, input.password, address)
    await store.deleteUser(account.id)
    return { deleted: true }
  })
}

function timedSong({ songId, createdAt }: TimedSong) {
  return { song_id: songId, since: new Date(createdAt).toISOString() }
}
