import { inject } from 'vitest'
import { clientOf, POSTGRES_MISSING, type SharedPostgres } from './postgres-server.js'
import { skipWithout } from './requirement.js'

export * from './postgres-server.js'

/** Skips tests where PostgreSQL is not installed. */
export function requirePostgres(): void {
  skipWithout(POSTGRES_MISSING)
}

/** The server of this test run, which global-setup.ts starts. To be paused or stopped by nobody. */
export async function postgresServer(): Promise<SharedPostgres> {
  return clientOf(inject('postgresPort'))
}
