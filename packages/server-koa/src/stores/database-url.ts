/** Where a `DATABASE_URL` points. */
export type DatabaseLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string }

/**
 * Reads a database address. SQLite's as SQLAlchemy spells it: what follows the third slash is the path, so
 * `sqlite:///redux.db` is relative, `sqlite:////var/redux.db` absolute and `sqlite:///C:/redux.db` a drive's.
 * `postgres://`, `postgresql://` and `postgresql+psycopg://` all mean PostgreSQL, and come back as
 * `postgresql://` with everything else left as it stands, such as `?sslmode=verify-full`.
 *
 * @returns `null` when it is neither. Paths are taken as they stand: nothing is percent-decoded, and a `?` is
 *   refused, because it would start the options of a driver we do not use.
 */
export function parseDatabaseUrl(text: string): DatabaseLocation | null {
  const address = /^postgres(?:ql(?:\+[a-z0-9]+)?)?:\/\/(.*)$/s.exec(text)?.[1]
  if (address !== undefined) return postgresLocation(`postgresql://${address}`)
  const path = /^sqlite:\/\/\/([^?]+)$/.exec(text)?.[1]
  return path ? { kind: 'sqlite', path } : null
}

function postgresLocation(url: string): DatabaseLocation | null {
  return parsePostgresUrl(url) && { kind: 'postgres', url }
}

/** PostgreSQL's clients take a user without a host, too, and then use the local socket; `URL` does not. */
function parsePostgresUrl(url: string): URL | null {
  try {
    return new URL(url.replace('@/', '@localhost/'))
  } catch {
    return null
  }
}

/** A location for people: without a password, and without parameters, where one might be hidden, too. */
export function describeLocation(location: DatabaseLocation): string {
  if (location.kind === 'sqlite') return location.path
  const { username, host, pathname } = parsePostgresUrl(location.url) ?? {
    username: '',
    host: '',
    pathname: '',
  }
  return `postgresql://${username === '' ? '' : `${username}@`}${host}${pathname}`
}
