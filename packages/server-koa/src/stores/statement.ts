import type { Compilable, RawBuilder } from 'kysely'
import type { QueryBuilder } from './connection.js'

declare const rowType: unique symbol

/** An SQL statement and its values. `Row` is what it returns. */
export interface Statement<Row = unknown> {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Of a statement that is run again and again: connections keep it parsed under this name. */
  readonly name?: string
  readonly [rowType]?: Row
}

/**
 * Statements of one transaction, in the order they run: each is yielded, and its rows come back.
 *
 * A generator and not an async function, so that one piece of code fits both databases. SQLite's connection runs
 * it from `begin` to `commit` without giving way to anything else of this process, which therefore cannot slip a
 * statement in, nor hold up the other processes on the file by keeping the transaction open. PostgreSQL's waits
 * for each answer.
 */
export type Work<T> = Generator<Statement, T, readonly unknown[]>

/** Runs one statement inside of {@link Work}: `const rows = yield* run(statement)`. */
export function* run<Row>(statement: Statement<Row>): Generator<Statement, Row[], readonly unknown[]> {
  return (yield statement) as Row[]
}

/** A query as a statement, for one use. */
export function compile<Row>(query: Compilable<Row>): Statement<Row> {
  return query.compile() as Statement<Row>
}

/** SQL as a statement, for one use. */
export function compileSql<Row>(query: RawBuilder<Row>, build: QueryBuilder): Statement<Row> {
  return query.compile(build) as Statement<Row>
}

/** Stands for a value that is not known when a query is compiled. */
class Hole {
  readonly index: number
  constructor(index: number) {
    this.index = index
  }
}

/**
 * Compiles a query once, so that a call only fills in its values: building and compiling takes Kysely longer than
 * SQLite takes to answer.
 *
 * @param build - Makes the query; its parameters may only be handed on as values, for none has one yet.
 */
export function prepare<Values extends readonly unknown[], Row>(
  name: string,
  build: (...values: Values) => Compilable<Row>,
): (...values: Values) => Statement<Row> {
  const holes = Array.from({ length: build.length }, (_, index) => new Hole(index))
  const { sql, parameters } = build(...(holes as readonly unknown[] as Values)).compile()
  return (...values) => ({
    name,
    sql,
    parameters: parameters.map((value) => (value instanceof Hole ? values[value.index] : value)),
  })
}
