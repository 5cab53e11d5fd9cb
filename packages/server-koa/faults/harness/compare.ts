import type { Answer, Question } from './ask.js'
import type { Entry } from './ledger.js'
import type { StoredAccount } from './stored-accounts.js'
import type { Tally } from './tally.js'

/** Logins at a time: each takes a password's hash. */
const PARALLEL = 4

/** Logs in to every account and compares what it has with what its client was told. */
export async function compareOverHttp(
  entries: readonly Entry[],
  ask: (path: string, question?: Question) => Promise<Answer>,
  tally: Tally,
): Promise<void> {
  const left = [...entries]
  const worker = async () => {
    for (let entry = left.pop(); entry !== undefined; entry = left.pop()) await compareOne(entry, ask, tally)
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
}

async function compareOne(
  entry: Entry,
  ask: (path: string, question?: Question) => Promise<Answer>,
  tally: Tally,
): Promise<void> {
  const { username, password, account } = entry
  const login = await ask('/auth/login', { form: { username, password } })
  if (login.status === 400 && account === 'in doubt') return
  if (login.status !== 200) return tally.count('accounts missing')
  tally.count('accounts logged in to')
  const token: string = login.json.access_token
  const { likes } = (await ask('/likes', { token })).json
  const { seeds } = (await ask('/me/seeds', { token })).json
  compare(entry, { seeds: seeds ?? [], likes }, tally)
}

/** Compares what is in the database itself with what clients were told. */
export function compareStored(
  entries: readonly Entry[],
  stored: readonly StoredAccount[],
  tally: Tally,
): void {
  const names = new Set(entries.map(({ username }) => username))
  const found = new Map(stored.map((account) => [account.username, account]))
  tally.count('accounts in the database', stored.length)
  tally.count('accounts duplicated', stored.length - found.size)
  tally.count('accounts nobody made', stored.filter(({ username }) => !names.has(username)).length)
  for (const entry of entries) {
    const account = found.get(entry.username)
    if (account !== undefined) compare(entry, account, tally)
    else if (entry.account === 'kept') tally.count('accounts missing')
  }
}

function compare(
  { seeds, likes }: Entry,
  stored: { readonly seeds: readonly string[]; readonly likes: readonly string[] },
  tally: Tally,
): void {
  const mayBeAbsent = seeds?.fate !== 'kept' && stored.seeds.length === 0
  if (!mayBeAbsent && !areEqual(stored.seeds, seeds?.songs ?? []))
    tally.count('seeds missing or out of order')
  const unique = new Set(stored.likes)
  tally.count('likes duplicated', stored.likes.length - unique.size)
  const asked = new Set(likes.map(({ songId }) => songId))
  tally.count('likes nobody asked for', stored.likes.filter((songId) => !asked.has(songId)).length)
  const kept = likes.filter(({ fate }) => fate === 'kept').map(({ songId }) => songId)
  const missing = kept.filter((songId) => !unique.has(songId))
  tally.count('likes missing', missing.length)
  const inOrder = stored.likes.filter((songId) => kept.includes(songId))
  if (missing.length === 0 && !areEqual(inOrder, kept)) tally.count('likes out of order')
}

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((value, at) => value === others[at])
}

/** Everything that must not have happened. */
export const LOSSES = [
  'wrong answers',
  'accounts missing',
  'accounts duplicated',
  'accounts nobody made',
  'seeds missing or out of order',
  'likes missing',
  'likes duplicated',
  'likes nobody asked for',
  'likes out of order',
] as const
