/** Where a `DATABASE_URL` points. */
export type DatabaseLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres' }

/**
 * Reads a database address. SQLite's as SQLAlchemy spells it: what follows the third slash is the path, so
 * `sqlite:///redux.db` is relative, `sqlite:////var/redux.db` absolute and `sqlite:///C:/redux.db` a drive's.
 * `postgres://`, `postgresql://` and `postgresql+psycopg://` all mean PostgreSQL.
 *
 * @returns `null` when it is neither. Paths are taken as they stand: nothing is percent-decoded, and a `?` is
 *   refused, because it would start the options of a driver we do not use.
 */
export function parseDatabaseUrl(text: string): DatabaseLocation | null {
  if (/^postgres(ql(\+[a-z0-9]+)?)?:\/\//.test(text)) return { kind: 'postgres' }
  const path = /^sqlite:\/\/\/([^?]+)$/.exec(text)?.[1]
  return path ? { kind: 'sqlite', path } : null
}
