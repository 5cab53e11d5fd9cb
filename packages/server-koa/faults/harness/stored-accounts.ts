import Sqlite from 'better-sqlite3'
import { runSql } from '../../test/services/postgres-server.js'

/** An account as its rows tell. */
export interface StoredAccount {
  readonly username: string
  /** By position. */
  readonly seeds: readonly string[]
  /** The one liked first at the front. */
  readonly likes: readonly string[]
}

type Select = (sql: string) => Promise<Record<string, unknown>[]>

export async function storedInSqlite(path: string): Promise<StoredAccount[]> {
  const database = new Sqlite(path, { readonly: true })
  try {
    const [{ integrity_check: verdict }] = database.pragma('integrity_check') as { integrity_check: string }[]
    if (verdict !== 'ok') throw new Error(`the database is damaged: ${verdict}`)
    return await readAccounts(async (sql) => database.prepare<[], Record<string, unknown>>(sql).all())
  } finally {
    database.close()
  }
}

export function storedInPostgres(url: string): Promise<StoredAccount[]> {
  return readAccounts((sql) => runSql(url, sql))
}

async function readAccounts(select: Select): Promise<StoredAccount[]> {
  const users = await select('select id, username from users')
  const seeds = await select('select user_id, song_id from seeds order by user_id, position')
  const likes = await select('select user_id, song_id from likes order by user_id, id')
  const songs = (rows: Record<string, unknown>[], id: unknown) =>
    rows.filter((row) => String(row['user_id']) === String(id)).map((row) => String(row['song_id']))
  return users.map(({ id, username }) => ({
    username: String(username),
    seeds: songs(seeds, id),
    likes: songs(likes, id),
  }))
}
