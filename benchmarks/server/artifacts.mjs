// What the service serves while it is measured: artifacts trained once per listening log and build, kept for later runs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const redux = join(root, 'packages/recommender/dist/cli.js')
const generator = join(root, 'examples/listening-log/dist/main.js')
const folder = process.env['REDUX_DATA'] ?? join(root, '../shared/data')
const kept = join(tmpdir(), 'redux-bench-server')

/**
 * Finds or trains artifacts: of `given`, else of `data`, else of the Last.fm log, else of the log that the demo makes.
 *
 * @returns The artifacts folder, what it was trained on, its version, its factors, and its songs in order.
 */
export function servedArtifacts({ data, artifacts: given }) {
  const artifacts = given === undefined ? trainedOn(data ?? foundLog()) : resolve(given)
  const version = readFileSync(join(artifacts, 'CURRENT'), 'utf8').trim()
  const files = join(artifacts, version)
  const manifest = JSON.parse(readFileSync(join(files, 'manifest.json'), 'utf8'))
  const lines = readFileSync(join(files, 'catalogue.ndjson'), 'utf8').trim().split('\n')
  return {
    artifacts,
    files,
    data: manifest.data.name,
    nFactors: manifest.counts.nFactors,
    songs: lines.map((line) => JSON.parse(line)),
  }
}

function foundLog() {
  const lastfm = join(folder, 'lastfm-plays.csv.gz')
  if (existsSync(lastfm)) return lastfm
  console.error(
    `Without ${lastfm}: serving a made log, which is smaller. REDUX_DATA names the folder that has it.`,
  )
  mkdirSync(kept, { recursive: true })
  const made = join(kept, 'made.csv.gz')
  if (!existsSync(made)) run([generator, made, '--truth', join(kept, 'truth.json')])
  return made
}

/** Another log or another build is another model. */
function trainedOn(data) {
  const hash = createHash('sha256')
  for (const file of [data, redux]) hash.update(readFileSync(file))
  const artifacts = join(kept, hash.digest('hex').slice(0, 16))
  if (existsSync(join(artifacts, 'CURRENT'))) return artifacts
  console.error(`Training on ${basename(data)}, once …`)
  run([redux, 'train', data, '--out', artifacts, '--runs', join(kept, 'runs'), '--folds', '0'])
  return artifacts
}

/** What a program prints belongs to nobody's output here. */
function run(args) {
  const { status, error } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw error ?? new Error(`${basename(args[0])} ended with ${status}`)
}
