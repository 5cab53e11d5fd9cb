// npm run demo: from a fresh clone to a served recommender. Makes a listening log, trains on it, shows how good the
// model is and what it recommends, and serves it.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, dirname, relative, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { curlSession } from './demo/curl-session.mjs'
import { sampleListeners, showListeners } from './demo/listeners.mjs'
import { ensureInstalled, root, run } from './install.mjs'

const USAGE = `Usage: npm run demo -- [options]
  --no-serve     stop before serving
  --data <file>  train on this log instead of the one the demo makes
  --out <folder> where the artifacts go (default: a folder in .demo, emptied first)`

const redux = `${root}packages/recommender/dist/cli.js`
const generator = `${root}examples/listening-log/dist/main.js`
const app = `${root}examples/web-player/dist`
const folder = `${root}.demo`
const madeLog = `${folder}/listens.csv.gz`
const truthFile = `${folder}/truth.json`

const OPENERS = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        'no-serve': { type: 'boolean' },
        data: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    return values
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`)
    process.exit(2)
  }
}

/** Makes the log, unless the one that is there was made by the same generator. */
function makeLog() {
  const stamp = `${folder}/generator.sha256`
  const hash = createHash('sha256')
  for (const file of readdirSync(dirname(generator)).sort())
    if (file.endsWith('.js')) hash.update(readFileSync(`${dirname(generator)}/${file}`))
  const digest = hash.digest('hex')
  const made = [madeLog, truthFile, stamp].every((file) => existsSync(file))
  if (made && readFileSync(stamp, 'utf8') === digest) return
  rmSync(stamp, { force: true })
  run(process.execPath, [generator, madeLog, '--truth', truthFile])
  writeFileSync(stamp, digest)
}

/** Trains through the command line, whose tables tell how good the recommendations are beside the yardsticks. */
function train(data, artifacts) {
  console.log(`$ redux train ${relative(root, data)} --out ${relative(root, artifacts)}`)
  run(process.execPath, [redux, 'train', data, '--out', artifacts])
}

/** Serves until Ctrl-C (which the terminal sends to the server, too) and ends as the server ends. */
async function serve(artifacts, songs) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${folder}/redux.db${suffix}`, { force: true })
  const port = process.env.PORT || '8000'
  const taken = await isListening(port)
  const server = spawn(process.execPath, [redux, 'serve', '--artifacts', artifacts], {
    cwd: root,
    stdio: 'inherit',
    env: {
      LOG_LEVEL: 'warn',
      WEB_APP_DIR: app,
      ...process.env,
      PORT: port,
      DATABASE_URL: 'sqlite:///.demo/redux.db',
    },
  })
  const ended = new Promise((done) => {
    server.on('exit', (code, signal) => done({ code, signal }))
  })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => server.kill('SIGTERM'))
  // Where somebody else has the port, the server says so; the answers there would not be ours.
  if (!taken && (await isReady(port, ended))) {
    const url = `http://127.0.0.1:${port}`
    console.log(
      `\nListen at ${url} until Ctrl-C. What the page asks can be asked from another terminal, too:\n`,
    )
    console.log(curlSession(port, songs))
    if (process.stdout.isTTY && !process.env.CI) openInBrowser(url)
  }
  const { code, signal } = await ended
  process.exitCode = signal === null ? code : 0
}

/** Opens the page for whoever sits at this machine; where there is no browser, the address has been printed. */
function openInBrowser(url) {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  opener.on('error', () => {})
  opener.unref()
}

function isListening(port) {
  return new Promise((done) => {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return done(false)
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    socket.once('error', () => done(false))
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
  })
}

/** Waits until the server answers; false when it ended instead. */
async function isReady(port, ended) {
  let running = true
  ended.then(() => {
    running = false
  })
  while (running) {
    const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
    if (health?.ok) return running
    await sleep(100)
  }
  return false
}

const options = readOptions()
ensureInstalled()
build()
mkdirSync(folder, { recursive: true })
const data = options.data === undefined ? madeLog : resolve(options.data)
if (options.data === undefined) makeLog()
let artifacts = `${folder}/${options.data === undefined ? 'artifacts' : `artifacts-${basename(data)}`}`
if (options.out === undefined) rmSync(artifacts, { recursive: true, force: true })
else artifacts = resolve(options.out)
train(data, artifacts)

const truth = options.data === undefined ? JSON.parse(readFileSync(truthFile, 'utf8')) : undefined
const listeners = await sampleListeners(data, truth)
showListeners(listeners, truth, (user) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [redux, 'recommend', '--artifacts', artifacts, '--user', user, '--limit', '5', '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (status !== 0) process.exit(status ?? 1)
  return JSON.parse(stdout)
})
if (!options['no-serve']) await serve(artifacts, listeners[0].favourites)
