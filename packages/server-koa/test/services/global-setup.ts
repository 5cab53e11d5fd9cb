import type { TestProject } from 'vitest/node'
import { POSTGRES_MISSING, type PostgresServer, startPostgres } from './postgres-server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** 0 where PostgreSQL is not installed. */
    postgresPort: number
  }
}

/** Projects load this file each for itself, and yet share what it starts. */
const run = globalThis as { reduxPostgres?: { readonly server: Promise<PostgresServer>; nProjects: number } }

/** Starts what all test files of a run share. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (POSTGRES_MISSING !== undefined) {
    project.provide('postgresPort', 0)
    return undefined
  }
  // Nobody crashes this one, so nothing has to be on the disk, and every test makes a database.
  run.reduxPostgres ??= { server: startPostgres('fsync=off', 'full_page_writes=off'), nProjects: 0 }
  const shared = run.reduxPostgres
  shared.nProjects++
  const server = await shared.server
  project.provide('postgresPort', server.port)
  return async () => {
    if (--shared.nProjects > 0) return
    run.reduxPostgres = undefined
    await server.remove()
  }
}
