// PostgreSQL and Redis of one's own, in a temporary folder, gone afterwards.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './service.mjs'

/** @returns Its `url` and `stop`, or undefined, with a line that says so, where PostgreSQL is not installed. */
export async function startPostgres(folder) {
  const programs = postgresPrograms()
  if (programs === undefined) {
    console.error('Without PostgreSQL: it is not installed.')
    return undefined
  }
  const data = join(folder, 'postgres')
  mkdirSync(data)
  const user = serverUser()
  // The folder around is readable for its owner alone.
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid)
  const options = ['-U', 'redux', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(programs, 'initdb'), ['-D', data, ...options], { ...user, stdio: 'pipe' })
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
  const child = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await says(child, 'ready to accept connections')
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' })
  return {
    url: `postgresql://redux@127.0.0.1:${port}/postgres`,
    version: /\d+(\.\d+)*/.exec(version)[0],
    stop: () => ended(child, 'SIGINT'),
  }
}

/** @returns Its `url` and `stop`, or undefined, with a line that says so, where Redis is not installed. */
export async function startRedis(folder) {
  const places = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server']
  const program = places.find((place) => existsSync(place))
  if (program === undefined) {
    console.error('Without Redis: it is not installed.')
    return undefined
  }
  const port = await freePort()
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] })
  await says(child, 'Ready to accept connections')
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' })
  return {
    url: `redis://127.0.0.1:${port}`,
    version: /v=([\d.]+)/.exec(version)[1],
    stop: () => ended(child, 'SIGTERM'),
  }
}

/** Where Debian and others have the server's programs; they are not in the search path. */
function postgresPrograms() {
  const versions = '/usr/lib/postgresql'
  const debian = existsSync(versions) ? readdirSync(versions).map((name) => join(versions, name, 'bin')) : []
  const places = [...debian.reverse(), '/usr/local/bin', '/opt/homebrew/bin', '/usr/bin']
  return places.find((place) => existsSync(join(place, 'initdb')))
}

/** PostgreSQL refuses to run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function says(child, sentence) {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk) => {
      said = (said + chunk).slice(-4096)
      if (said.includes(sentence)) resolve()
    }
    // They are read on, or the pipe would fill up and the server stand still.
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${said}`)))
  })
}

async function ended(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
