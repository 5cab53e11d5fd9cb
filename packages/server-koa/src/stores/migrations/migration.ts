/** One step of the database's shape. Once released it never changes: a new shape is a new migration. */
export interface Migration {
  readonly name: string
  readonly sql: string
}
