import { type Connection, type QueryBuilder, queryBuilder } from './connection.js'
import type { CoverRow, CoverTable } from './cover-table.js'
import { compile, prepare, run } from './statement.js'

const ROWS_PER_STATEMENT = 1000

/** A {@link CoverTable} in a database, whichever there is a {@link Connection} for. */
export class KyselyCoverTable implements CoverTable {
  readonly #connection: Connection
  readonly #build: QueryBuilder
  readonly #nextPage: ReturnType<typeof prepareNextPage>

  constructor(connection: Connection) {
    this.#connection = connection
    this.#build = queryBuilder(connection.kind)
    this.#nextPage = prepareNextPage(this.#build)
  }

  async save(rows: readonly CoverRow[]): Promise<void> {
    // One row per key, for PostgreSQL refuses to change one twice; in one order, or two savers could lock each other.
    const newest = new Map<string, CoverRow>()
    for (const row of rows)
      if (row.checkedAt >= (newest.get(row.key)?.checkedAt ?? Number.NEGATIVE_INFINITY))
        newest.set(row.key, row)
    const sorted = [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (let from = 0; from < sorted.length; from += ROWS_PER_STATEMENT) {
      const upsert = compile(this.#upsert(sorted.slice(from, from + ROWS_PER_STATEMENT)))
      await this.#connection.write(() => run(upsert))
    }
  }

  async *readAll(): AsyncIterable<readonly CoverRow[]> {
    let page = await this.#connection.read(this.#nextPage(''))
    while (page.length > 0) {
      yield page
      page = await this.#connection.read(this.#nextPage(page[page.length - 1].key))
    }
  }

  #upsert(rows: readonly CoverRow[]) {
    return this.#build
      .insertInto('covers')
      .values(rows.map(({ key, url, checkedAt }) => ({ key, url, checked_at: checkedAt })))
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((row) => ({
            url: row.ref('excluded.url'),
            checked_at: row.ref('excluded.checked_at'),
          }))
          .whereRef('excluded.checked_at', '>=', 'covers.checked_at'),
      )
  }
}

/** The rows that follow a key. The empty key comes before all others, and no cover has it. */
function prepareNextPage(build: QueryBuilder) {
  return prepare('next_covers', (after: string) =>
    build
      .selectFrom('covers')
      .select(['key', 'url', 'checked_at as checkedAt'])
      .where('key', '>', after)
      .orderBy('key')
      .limit(ROWS_PER_STATEMENT),
  )
}
