import { accounts } from './001-accounts.js'
import { service } from './002-service.js'
import type { Migration } from './migration.js'

/** Every migration, oldest first. A database's version is how many of them it has seen. */
export const MIGRATIONS: readonly Migration[] = [accounts, service]
