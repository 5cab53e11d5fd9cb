import type { Generated } from 'kysely'

/** The tables as the newest migration leaves them. Times are UTC milliseconds since 1970. */
export interface Tables {
  users: UsersTable
  likes: { id: Generated<number>; user_id: number; song_id: string; created_at: number }
  seeds: { user_id: number; position: number; song_id: string; created_at: number }
  revoked_tokens: { token_id: string; expires_at: number }
  covers: { key: string; url: string | null; checked_at: number }
  redux_migrations: { name: string; applied_at: number | null }
}

interface UsersTable {
  id: Generated<number>
  username: string
  password_hash: string
  token_generation: number
  taste_version: number
  created_at: number
}
