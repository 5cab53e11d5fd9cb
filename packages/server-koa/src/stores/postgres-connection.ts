import pg from 'pg'
import type { Connection } from './connection.js'
import { isServerError, storeErrorOfConnecting, storeErrorOfStatement } from './postgres-error.js'
import type { Statement, Work } from './statement.js'
import { StoreError } from './store-error.js'

/** A client waits this much longer than the server is told to, which then can still say why. */
const GRACE_MS = 500
/** How long a transaction of ours may stand still between two statements before the server ends it. */
const IDLE_IN_TRANSACTION_MS = 10_000
const APPLICATION_NAME = 'redux-recommender'

/** `bigint`, which numbers our rows and times, is far below 2^53 here and comes as a number. Of our pools alone. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export interface PostgresOptions {
  readonly url: string
  /** Connections at most. */
  readonly poolSize: number
  /** Longest run of one statement, locks included; the server itself cancels it. */
  readonly statementTimeoutMs: number
  /** Longest wait for a connection, be it a new one or one that is in use. */
  readonly connectTimeoutMs: number
  /** Told of connections that broke while nobody used them. */
  readonly onProblem: (error: Error) => void
}

const BEGIN: Statement = { sql: 'begin', parameters: [] }
const COMMIT: Statement = { sql: 'commit', parameters: [] }
const ROLLBACK: Statement = { sql: 'rollback', parameters: [] }

/**
 * A pool of connections to one PostgreSQL server; nothing is connected before the first call.
 *
 * A connection that stood idle may have died unnoticed, so where one breaks that was used before, the call is
 * made again on another, until one breaks that was new, which means that the server is down. That is safe for a
 * read, and for a transaction whose commit was not sent yet. Every broken or silent connection is closed.
 */
export class PostgresConnection implements Connection {
  readonly kind = 'postgres'
  readonly #pool: pg.Pool
  readonly #statementTimeoutMs: number
  readonly #used = new WeakSet<pg.PoolClient>()
  readonly #broken = new WeakSet<pg.PoolClient>()

  constructor(options: PostgresOptions) {
    this.#statementTimeoutMs = options.statementTimeoutMs
    this.#pool = new pg.Pool({
      max: options.poolSize,
      connectionTimeoutMillis: options.connectTimeoutMs,
      statement_timeout: options.statementTimeoutMs,
      lock_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      application_name: APPLICATION_NAME,
      types: TYPES,
      // What the address says itself, such as ?application_name=…, goes before all of this.
      connectionString: options.url,
    })
    // Not the error itself: the driver hangs the whole client on it.
    this.#pool.on('error', ({ message }) =>
      options.onProblem(
        new StoreError('UNAVAILABLE', `An idle connection to the database broke: ${message}`),
      ),
    )
    // Without a listener, a connection that breaks while it is in use would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => this.#broken.add(client)))
  }

  read<Row>(statement: Statement<Row>): Promise<Row[]> {
    return this.#withClient(
      (client) => this.#run(client, statement, this.#statementTimeoutMs) as Promise<Row[]>,
      () => true,
    )
  }

  /** @param timeoutMs - Longest wait for one statement; the server's own limit is the caller's to raise. */
  write<T>(work: () => Work<T>, timeoutMs = this.#statementTimeoutMs): Promise<T> {
    let committing = false
    return this.#withClient(
      async (client) => {
        await this.#run(client, BEGIN, this.#statementTimeoutMs)
        try {
          const result = await this.#finish(client, work(), timeoutMs)
          committing = true
          await this.#run(client, COMMIT, timeoutMs)
          return result
        } catch (error) {
          await this.#rollBack(client)
          throw error
        }
      },
      () => !committing,
    )
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end()
  }

  async #withClient<T>(use: (client: pg.PoolClient) => Promise<T>, repeatable: () => boolean): Promise<T> {
    for (;;) {
      const client = await this.#take()
      const wasNew = !this.#used.has(client)
      this.#used.add(client)
      try {
        return await use(client)
      } catch (error) {
        // Ours says that the time is over, so there is none left for another try.
        const diedUnnoticed = this.#broken.has(client) && !wasNew && !(error instanceof StoreError)
        if (!diedUnnoticed || !repeatable()) throw storeErrorOfStatement(error, this.#broken.has(client))
      } finally {
        client.release(this.#broken.has(client))
      }
    }
  }

  async #take(): Promise<pg.PoolClient> {
    // The caller's mistake, and no outage.
    if (this.#pool.ending) throw new Error('the database was closed')
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw storeErrorOfConnecting(error)
    }
  }

  async #finish<T>(client: pg.PoolClient, work: Work<T>, timeoutMs: number): Promise<T> {
    let step = work.next([])
    while (!step.done) step = work.next(await this.#run(client, step.value, timeoutMs))
    return step.value
  }

  /** Fails silently: the server rolls back by itself what it was not told to commit. */
  async #rollBack(client: pg.PoolClient): Promise<void> {
    if (this.#broken.has(client)) return
    await this.#run(client, ROLLBACK, this.#statementTimeoutMs).catch(() => this.#broken.add(client))
  }

  async #run(client: pg.PoolClient, statement: Statement, timeoutMs: number): Promise<readonly unknown[]> {
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.#broken.add(client)
      // With a statement under way this cuts the connection, and the statement rejects.
      void client.end()
    }, timeoutMs + GRACE_MS)
    try {
      const { sql, parameters, name } = statement
      const { rows } = await client.query({ name, text: sql, values: [...parameters] })
      return rows
    } catch (error) {
      if (isServerError(error) && error.severity === 'FATAL') this.#broken.add(client)
      if (late)
        throw new StoreError('UNAVAILABLE', `The database gave no answer within ${timeoutMs} ms`, {
          cause: error,
        })
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}
