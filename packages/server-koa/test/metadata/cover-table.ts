import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CoverRow, CoverTable } from '../../src/stores/cover-table.js'
import { openDatabase } from '../../src/stores/open-database.js'

/** A table in a database file of its own, until the test is over. */
export async function makeTable() {
  const folder = mkdtempSync(join(tmpdir(), 'redux-covers-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'redux.db')
  const { coverTable: table, close } = await openDatabase({ kind: 'sqlite', path })
  onTestFinished(close)
  return { table, rows: () => rowsOf(table), url: `sqlite:///${path}` }
}

async function rowsOf(table: CoverTable): Promise<CoverRow[]> {
  const all: CoverRow[] = []
  for await (const page of table.readAll()) all.push(...page)
  return all
}
