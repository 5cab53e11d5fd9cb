import type { DatabaseKind, QueryBuilder } from '../connection.js'
import type { Statement } from '../statement.js'

/** One step of the database's shape. Once released it never changes: a new shape is a new migration. */
export interface Migration {
  /** Begins with its number; kept in the database. */
  readonly name: string
  /** What to run, in this order. */
  statements(build: QueryBuilder, kind: DatabaseKind): readonly Statement[]
}
