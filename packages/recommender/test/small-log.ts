import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../src/random.js'

/** A folder of its own for a test's files. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'redux-recommender-'))
}

/**
 * Writes a listening log in four genres and returns its path: 80 listeners, each true to one genre, 96 songs by 24
 * artists. Song titles name their genre, so a test can see whether recommendations keep to it.
 */
export function writeSmallLog(folder: string, seed = 1): string {
  const random = createRandom(seed)
  const lines = [',Username,Artist,Track,Album,Date,Time']
  for (let listener = 0; listener < 80; listener++) {
    const genre = listener % 4
    for (let n = 0; n < 60; n++) {
      const at = random() < 0.85 ? genre : Math.floor(random() * 4)
      // Squaring favours low numbers: a few songs are heard much more than the others.
      const song = Math.floor(random() ** 2 * 24)
      const artist = `Artist ${at}.${song % 6}`
      lines.push(
        `${lines.length - 1},listener ${listener},${artist},Genre ${at} Song ${song},,31 Jan 2021, 23:34`,
      )
    }
  }
  const path = join(folder, 'listens.csv')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

/** The genre that a song of {@link writeSmallLog} names. */
export function genreOf(songId: string): number {
  return Number(/Genre (\d)/.exec(songId)?.[1])
}
