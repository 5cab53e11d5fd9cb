import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { makeArtifacts } from './artifacts.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the artifacts that every service under test serves. */
    artifacts: string
  }
}

/** Trains once for all test files. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'redux-web-player-'))
  project.provide(
    'artifacts',
    await makeArtifacts(folder, { nListeners: 160, nSongs: 900, nArtists: 120, nListens: 40_000 }),
  )
  return () => rmSync(folder, { recursive: true })
}
