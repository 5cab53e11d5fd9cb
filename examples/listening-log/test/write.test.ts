import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { csvLines, generateListeningLog, writeListeningLog, writeTruth } from '../src/index.js'

const small = { nListeners: 30, nSongs: 300, nArtists: 40, nListens: 3000 }
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listening-log-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('writeListeningLog writes the same text plain and compressed, as the path says', async () => {
  const expected = [...csvLines(generateListeningLog(small).listens)].join('')
  await writeListeningLog(join(folder, 'log.csv'), generateListeningLog(small))
  await writeListeningLog(join(folder, 'log.csv.gz'), generateListeningLog(small))
  expect(await readFile(join(folder, 'log.csv'), 'utf8')).toBe(expected)
  expect(gunzipSync(await readFile(join(folder, 'log.csv.gz'))).toString()).toBe(expected)
})

it('writeTruth writes the genre of every song and the taste of every listener', async () => {
  const log = generateListeningLog(small)
  await writeTruth(join(folder, 'truth.json'), log)
  const truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8'))
  expect(Object.keys(truth.genreOfSong)).toHaveLength(300)
  for (const { artist, track } of log.listens)
    expect(truth.genreOfSong[`${artist} - ${track}`]).toHaveProperty('subGenre')
  expect(truth.tasteOfListener.listener_0030.genres.length).toBeGreaterThan(0)
})
