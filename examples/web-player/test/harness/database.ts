import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A path for a SQLite file of its own, gone after the test. */
export function newDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redux-web-player-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'redux.db')
}
