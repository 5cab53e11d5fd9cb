import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadArtifact } from '../src/node/artifacts/load.js'
import { integerIn, numberIn } from '../src/node/cli/parse-values.js'
import type { TrainReport } from '../src/train/train-report.js'

// The built command, as it is installed; npm test builds it first.
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'redux-cli-'))
const log = join(folder, 'listens.csv')
const artifacts = join(folder, 'artifacts')
const COLUMNS = ['--columns', 'user=listener,artist=artist,track=track']
const SMALL = [...COLUMNS, '--factors', '4', '--epochs', '2', '--folds', '2']

const environment = { ...process.env, NO_COLOR: '1' }

function redux(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env: environment })
}

function startRedux(...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: environment })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk
  })
  const ended = once(child, 'close') as Promise<[code: number | null, signal: string | null]>
  return { child, said, ended }
}

/** Two tastes: listeners with an even number hear the even songs. Song 0 of each has the most listeners. */
function writeLog(path: string, nListeners: number): void {
  const rows = ['listener,artist,track']
  for (let listener = 0; listener < nListeners; listener++)
    for (let song = listener % 2; song < 40; song += 2)
      if ((listener * 7 + song * 3) % 11 > 3) rows.push(`listener ${listener},Artist ${song},Track ${song}`)
  writeFileSync(path, `${rows.join('\n')}\n`)
}

/** What is in an artifacts folder, hidden names included. */
const entriesOf = (path: string) => readdirSync(path).sort()
const versionsOf = (path: string) => entriesOf(path).filter((name) => /^\d{8}T/.test(name))
const currentOf = (path: string) => readFileSync(join(path, 'CURRENT'), 'utf8').trim()

beforeAll(() => {
  writeLog(log, 60)
  const { status, stderr } = redux('train', log, '--out', artifacts, ...SMALL)
  expect(status, stderr).toBe(0)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('help and wrong usage', () => {
  test('--help names every command and every exit code', () => {
    const { status, stdout } = redux('--help')
    expect(status).toBe(0)
    const about = [
      'train',
      'recommend',
      'similar',
      'search',
      'validate',
      'rollback',
      'evaluate',
      'tune',
      'report',
    ]
    for (const command of [...about, 'serve', 'db', 'covers']) expect(stdout).toContain(`  ${command} `)
    expect(stdout).toMatch(/Exit codes:\s+0 .*\s+1 .*\s+2 .*\s+130 /)
  })

  test('--version prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(redux('--version').stdout.trim()).toBe(version)
  })

  test.each([
    [['train', 'x.csv', '--factor', '5'], 'Did you mean --factors?'],
    [['trian', 'x.csv'], 'Did you mean train?'],
    [['train'], "missing required argument 'file'"],
    [['train', 'x.csv', 'y.csv'], 'too many arguments'],
    [['train', 'x.csv', '--model', 'knn'], 'Allowed choices are auto, svd'],
    [['train', 'x.csv', '--columns', 'listener'], 'Expected <role>=<header>, got "listener"'],
    [['recommend'], 'recommend needs --seeds'],
    [['recommend', '--user', 'a', '--seeds', 'b'], '--user goes without --seeds'],
    [['recommend', '--seeds', ' '], 'must not be empty'],
  ])('redux %j ends with 2 and says why', (args, sentence) => {
    const { status, stdout, stderr } = redux(...args)
    expect(stderr).toContain(sentence)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })

  test.each([
    ['--factors', '1e9', 'It must be an integer in 1..4096.'],
    ['--learning-rate', '-1', 'It must be a number > 0 and <= 1.'],
  ])('%s refuses "%s" with its name, its rule and the value, and ends with 2', (option, value, rule) => {
    const { status, stderr } = redux('train', log, option, value)
    expect(stderr).toContain(`option '${option} <`)
    expect(stderr).toContain(`argument '${value}' is invalid. ${rule}`)
    expect(status).toBe(2)
  })

  test.each(['ten', '0', '-1', '1e9', 'NaN', '', '5.5', '0x10', ' 5', '65'])(
    'integerIn refuses "%s"',
    (text) => {
      expect(() => integerIn(1, 64)(text)).toThrow(
        expect.objectContaining({ code: 'commander.invalidArgument' }),
      )
    },
  )

  test.each(['ten', '0', '-0.1', '1e9', 'NaN', 'Infinity', '', '0x1', '1.1'])(
    'numberIn refuses "%s"',
    (text) => {
      expect(() => numberIn(0, 1, true)(text)).toThrow(
        expect.objectContaining({ code: 'commander.invalidArgument' }),
      )
    },
  )

  test('numbers in their range are read as they are written', () => {
    expect(['1', '64', '007'].map(integerIn(1, 64))).toEqual([1, 64, 7])
    expect(integerIn(2, 100, 0)('0')).toBe(0)
    expect(['1', '.5', '0.005', '5e-3'].map(numberIn(0, 1, true))).toEqual([1, 0.5, 0.005, 0.005])
    expect(numberIn(0, 10, false)('0')).toBe(0)
  })
})

describe('train', () => {
  test.each([
    ['a file that does not exist', 'absent.csv', 'absent.csv'],
    ['a folder', '.', 'folder'],
    ['an empty file', 'empty.csv', 'empty'],
    ['a file without a needed column', 'columns.csv', 'artist'],
  ])('refuses %s with one sentence and ends with 1', (_what, name, word) => {
    writeFileSync(join(folder, 'empty.csv'), '')
    writeFileSync(join(folder, 'columns.csv'), 'listener,track\na,b\n')
    const out = join(folder, 'refused')
    const { status, stdout, stderr } = redux('train', join(folder, name), '--out', out, ...SMALL)
    const lines = stderr.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(/^error: /)
    expect(lines.at(-1)).toContain(word)
    expect(stderr).not.toContain('    at ')
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })

  test('prints counts, the RMSE beside both yardsticks, seconds, memory and the version, without colours', () => {
    const out = join(folder, 'printed')
    const { status, stdout, stderr } = redux('train', log, '--out', out, ...SMALL)
    expect(status, stderr).toBe(0)
    for (const text of [
      'user-song pairs',
      'songs',
      'users',
      'RMSE, 2-fold',
      'bias only',
      'global mean',
      'fold 2',
    ])
      expect(stdout).toContain(text)
    expect(stdout).toMatch(/Peak memory: \d+ MB/)
    expect(stdout).toContain(join(out, currentOf(out)))
    expect(stdout + stderr).not.toContain('\u001b')
  })

  test('tells how many rows were left out, and shows the first ten', () => {
    const path = join(folder, 'bad-rows.csv')
    // One row in a hundred may be bad, so there have to be good ones enough.
    writeLog(path, 200)
    writeFileSync(path, Array.from({ length: 12 }, (_, row) => `listener ${row},,Track 1\n`).join(''), {
      flag: 'a',
    })
    const { status, stdout, stderr } = redux('train', path, '--out', join(folder, 'bad-rows'), ...SMALL)
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('Rows left out: 12')
    expect(stdout.match(/^ {2}line \d+: artist /gm)).toHaveLength(10)
    expect(stdout).toContain('and 2 more')
  })

  test('--json prints the report and nothing else', () => {
    const out = join(folder, 'json')
    const options = ['--model', 'svd', '--seed', '3', '--json']
    const { status, stdout, stderr } = redux('train', log, '--out', out, ...SMALL, ...options)
    expect(status, stderr).toBe(0)
    const report = JSON.parse(stdout) as TrainReport
    expect(report.version).toBe(currentOf(out))
    expect(report.hyperparameters).toMatchObject({ nFactors: 4, nEpochs: 2, seed: 3 })
    expect(report.crossValidation?.model.rmse).toHaveLength(2)
  })

  test.each([
    ['svd', ['cross-validate']],
    ['auto', ['cross-validate', 'evaluate']],
  ])('says a phase per line on standard error where nobody watches: %s', (model, judging) => {
    const { stderr } = redux('train', log, '--out', join(folder, 'phases'), ...SMALL, '--model', model)
    const phases = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.split(':')[0])
    const training = ['fit', 'index', 'taste map']
    expect(phases).toEqual(['read', 'prepare', ...judging, ...training, 'smoke test', 'publish'])
  })
})

describe('stopping train', () => {
  const LONG = [...COLUMNS, '--factors', '64', '--epochs', '10000', '--folds', '0']

  test('Ctrl-C ends it with 130 and publishes nothing', async () => {
    const before = { entries: entriesOf(artifacts), current: currentOf(artifacts) }
    const { child, said, ended } = startRedux('train', log, '--out', artifacts, ...LONG)
    while (!said.stderr.includes('prepare') && child.exitCode === null) await sleep(10)
    child.kill('SIGINT')
    const [code] = await ended
    expect(said.stderr).toContain('stopped; nothing was published')
    expect(said.stdout).toBe('')
    expect(code).toBe(130)
    expect({ entries: entriesOf(artifacts), current: currentOf(artifacts) }).toEqual(before)
  })

  test('SIGTERM ends it with 143', async () => {
    const { child, said, ended } = startRedux('train', log, '--out', artifacts, ...LONG)
    while (!said.stderr.includes('prepare') && child.exitCode === null) await sleep(10)
    child.kill('SIGTERM')
    expect(await ended).toEqual([143, null])
  })

  test('SIGKILL at any moment leaves a current version that loads, and the next run sweeps up', async () => {
    const started = performance.now()
    expect(redux('train', log, '--out', artifacts, ...SMALL).status).toBe(0)
    const wholeRunMs = performance.now() - started
    for (let kill = 1; kill <= 8; kill++) {
      const { child, ended } = startRedux('train', log, '--out', artifacts, ...SMALL, '--seed', String(kill))
      // Moments differ from run to run by themselves; late ones, when files are written, are the interesting ones.
      await sleep(wholeRunMs * (0.4 + 0.08 * kill))
      child.kill('SIGKILL')
      await ended
      const { manifest } = await loadArtifact(artifacts)
      expect(manifest.version).toBe(currentOf(artifacts))
      for (const version of versionsOf(artifacts)) await loadArtifact(join(artifacts, version))
    }
    expect(redux('train', log, '--out', artifacts, ...SMALL).status).toBe(0)
    expect(entriesOf(artifacts)).toEqual([...versionsOf(artifacts), 'CURRENT'].sort())
  })
})

describe('recommend, similar and search', () => {
  const query = ['--artifacts', artifacts]

  test('recommend answers seeds with other songs, as many as asked for', () => {
    const { status, stdout, stderr } = redux(
      'recommend',
      ...query,
      '--seeds',
      'Artist 0 - Track 0',
      '--limit',
      '3',
      '--json',
    )
    expect(status, stderr).toBe(0)
    const songs = JSON.parse(stdout) as { songId: string }[]
    expect(songs).toHaveLength(3)
    expect(songs.map(({ songId }) => songId)).not.toContain('Artist 0 - Track 0')
  })

  test('recommend takes several seeds and likes, in any spelling', () => {
    const seeds = [
      '--seeds',
      'artist 0 - TRACK 0',
      '--seeds',
      'Artist 2 - Track 2',
      '--likes',
      'Artist 4 - Track 4',
    ]
    const { status, stdout, stderr } = redux('recommend', ...query, ...seeds)
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('Artist')
  })

  test('recommend answers a user of the training data', () => {
    const { status, stdout, stderr } = redux('recommend', ...query, '--user', 'listener 1', '--json')
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout)).not.toHaveLength(0)
  })

  test('a song that is not in the catalogue ends with 1 and names the nearest ones', () => {
    const { status, stderr } = redux('recommend', ...query, '--seeds', 'Artist 7 - Trakc 7')
    expect(stderr).toMatch(
      /^error: "Artist 7 - Trakc 7" is not in the catalogue; did you mean "Artist 7 - Track 7"/,
    )
    expect(status).toBe(1)
  })

  test('similar gives the same order for the same seed, without the song itself', () => {
    const run = () => redux('similar', 'Artist 1 - Track 1', ...query, '--seed', '5', '--json')
    const { status, stdout, stderr } = run()
    expect(status, stderr).toBe(0)
    expect((JSON.parse(stdout) as { songId: string }[]).map(({ songId }) => songId)).not.toContain(
      'Artist 1 - Track 1',
    )
    expect(run().stdout).toBe(stdout)
  })

  test('search finds songs by their words', () => {
    const { stdout } = redux('search', 'track', '11', ...query, '--json')
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ songId: 'Artist 11 - Track 11', artist: 'Artist 11', title: 'Track 11' }),
    ])
  })

  test('search says so when it finds nothing', () => {
    const { status, stdout, stderr } = redux('search', 'zither', ...query)
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    expect(stderr).toContain('zither')
  })

  test('a reader who leaves early ends it quietly', async () => {
    const { child, said, ended } = startRedux('search', 'artist', ...query, '--limit', '1000', '--json')
    child.stdout.destroy()
    expect(await ended).toEqual([0, null])
    expect(said.stderr).toBe('')
  })

  test('an artifacts folder that does not exist ends with 1', () => {
    const { status, stderr } = redux('search', 'artist', '--artifacts', join(folder, 'absent'))
    expect(stderr).toMatch(/^error: .*absent.*does not exist/)
    expect(status).toBe(1)
  })
})

describe('rollback', () => {
  const out = join(folder, 'rolled-back')
  const train = () => redux('train', log, '--out', out, '--model', 'svd', ...COLUMNS, '--folds', '0')

  test('goes back to the version before, lists both, and refuses to go further', () => {
    expect(train().status).toBe(0)
    const older = currentOf(out)
    expect(train().status).toBe(0)
    const newer = currentOf(out)
    const { status, stdout, stderr } = redux('rollback', '--artifacts', out)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe(`Version ${older} is current, instead of ${newer}\n`)
    expect(currentOf(out)).toBe(older)
    const listed = JSON.parse(redux('rollback', '--list', '--json', '--artifacts', out).stdout)
    expect(listed).toMatchObject([
      { version: newer, current: false },
      { version: older, current: true, model: 'svd', songs: 40 },
    ])
    expect(redux('rollback', '--list', '--artifacts', out).stdout).toMatch(new RegExp(`${older}.*current`))
    expect(redux('rollback', '--artifacts', out)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`no version older than ${older}`),
    })
    const forward = redux('rollback', '--artifacts', out, '--to', newer, '--json')
    expect(JSON.parse(forward.stdout)).toMatchObject({ from: older, version: newer })
    expect(currentOf(out)).toBe(newer)
  })

  test('takes --list or --to, not both', () => {
    expect(redux('rollback', '--list', '--to', 'x', '--artifacts', out).status).toBe(2)
  })
})

describe('validate', () => {
  test('lists the files it checked, and the counts', () => {
    const { status, stdout, stderr } = redux('validate', artifacts)
    expect(status, stderr).toBe(0)
    for (const name of ['item_factors.npy', 'items.index', 'catalogue.ndjson']) expect(stdout).toContain(name)
    expect(stdout).toContain('60 users, 40 songs, 4 factors')
  })

  test('names the file that is not as the manifest has it, and ends with 1', () => {
    const out = join(folder, 'truncated')
    expect(redux('train', log, '--out', out, ...SMALL).status).toBe(0)
    const file = join(out, currentOf(out), 'item_factors.npy')
    truncateSync(file, statSync(file).size - 1)
    const { status, stdout, stderr } = redux('validate', out)
    expect(stderr).toMatch(/^error: item_factors\.npy/)
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })
})

describe('serve', () => {
  test('refuses an artifacts folder that does not exist, before any server starts', () => {
    const { status, stderr } = redux('serve', '--artifacts', join(folder, 'absent'))
    expect(stderr).toContain('absent')
    expect(status).toBe(1)
  })
})

describe('serve --web-app', () => {
  test('refuses a folder that does not exist, or is no web app, and says what it should be', () => {
    const folderOf = (name: string) => ['serve', '--artifacts', folder, '--web-app', name]
    const missing = redux(...folderOf(join(folder, 'absent')))
    expect(missing.stderr).toMatch(/absent", and it does not exist; it must be the folder of a built web app/)
    expect(missing.status).toBe(1)
    const empty = redux(...folderOf(folder))
    expect(empty.stderr).toContain('there is no index.html in it')
    expect(empty.status).toBe(1)
  })

  test('does not take an empty name for the folder it is started in', () => {
    const { status, stderr } = redux('serve', '--artifacts', folder, '--web-app', '')
    expect(stderr).toMatch(/--web-app <folder>.*It must not be empty/)
    expect(status).not.toBe(0)
  })
})

describe('db', () => {
  const database = `sqlite:///${join(folder, 'service.db')}`

  test('migrates a new database once, tells its state, and copies it', () => {
    const first = JSON.parse(redux('db', 'migrate', '--database', database, '--json').stdout)
    expect(first.applied.length).toBeGreaterThan(0)
    expect(redux('db', 'migrate', '--database', database).stdout).toBe(
      'Nothing to do: the database is up to date\n',
    )
    const status = JSON.parse(redux('db', 'status', '--database', database, '--json').stdout)
    expect(status).toMatchObject({ kind: 'sqlite', counts: { users: 0, likes: 0, seeds: 0 } })
    expect(status.version).toBe(status.newestVersion)

    const copy = join(folder, 'copy.db')
    expect(redux('db', 'backup', copy, '--database', database).stdout).toMatch(/copy\.db \(\d+ kB\)/)
    const again = redux('db', 'status', '--database', `sqlite:///${copy}`)
    expect(again.stdout).toContain(`Version ${status.version} of ${status.version} in `)
  })

  test('refuses to overwrite a backup, and says how', () => {
    const there = join(folder, 'there.db')
    writeFileSync(there, 'the last good backup')
    redux('db', 'migrate', '--database', database)
    const { status, stderr } = redux('db', 'backup', there, '--database', database)
    expect(stderr).toContain('there.db')
    expect(status).toBe(1)
    expect(readFileSync(there, 'utf8')).toBe('the last good backup')
  })

  test.each([
    ['an address of no known kind', 'mysql://host/db', 'DATABASE_URL'],
    ['a database that does not exist', `sqlite:///${join(folder, 'absent.db')}`, 'absent.db'],
    ['a file that is no database', `sqlite:///${log}`, 'listens.csv'],
  ])('status of %s ends with 1 and names it', (_what, url, name) => {
    const { status, stdout, stderr } = redux('db', 'status', '--database', url)
    expect(stderr).toContain(name)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })
})

describe('covers', () => {
  test('refuses a provider that there is none of, and names those there are', () => {
    const { status, stderr } = redux('covers', 'prefetch', '--providers', 'itunes,napster')
    expect(stderr).toContain('It must be some of itunes, deezer, musicbrainz')
    expect(status).toBe(2)
  })
})
