import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { endProcess, freePort } from '../../test/services/processes.js'
import { ask } from './ask.js'
import { newFolder, type Replica } from './replica.js'

const PROGRAM = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx'].find((path) =>
  existsSync(path),
)
const CONFIGURATION = fileURLToPath(new URL('../../../../deploy/nginx/nginx.conf', import.meta.url))
/** Where nginx keeps bodies that are too large for memory; as root's own paths by default. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

export const NGINX_MISSING =
  PROGRAM === undefined ? 'No nginx here: install the package nginx-light.' : undefined

/** The proxy in front of some replicas, as we ship it. */
export interface Proxy {
  readonly url: string
  /** What it logged. */
  errors(): string
}

/** Runs the configuration that we ship, with the addresses of this machine, until the test is over. */
export async function startNginx(replicas: readonly Replica[]): Promise<Proxy> {
  const folder = newFolder()
  const port = await freePort()
  const configuration = join(folder, 'nginx.conf')
  const log = join(folder, 'error.log')
  writeFileSync(configuration, adapted(readFileSync(CONFIGURATION, 'utf8'), folder, port, replicas))
  mkdirSync(join(folder, 'temporary'))
  const main = `daemon off; pid ${join(folder, 'nginx.pid')};`
  const child = spawn(PROGRAM!, ['-p', folder, '-c', configuration, '-e', log, '-g', main], {
    stdio: 'inherit',
  })
  onTestFinished(() => endProcess(child, 'SIGTERM'))
  const url = `http://127.0.0.1:${port}`
  while ((await ask(url, '/health/live')).status !== 200) {
    if (child.exitCode !== null) throw new Error(`nginx has ended: ${readFileSync(log, 'utf8')}`)
    await wait(50)
  }
  return { url, errors: () => readFileSync(log, 'utf8') }
}

function adapted(shipped: string, folder: string, port: number, replicas: readonly Replica[]): string {
  const temporary = TEMPORARY.map((name) => `${name}_temp_path ${join(folder, 'temporary', name)};`)
  const local = shipped
    .replace(/^http \{$/m, `http {\n    ${temporary.join('\n    ')}`)
    .replace(/access_log [^;]+;/, 'access_log off;')
    .replace(/error_log [^;]+;/, `error_log ${join(folder, 'error.log')} warn;`)
    .replace(/listen 80;/, `listen 127.0.0.1:${port};`)
  return replicas.reduce(
    (text, { url }, at) => text.replace(`server redux-${at + 1}:8000`, `server ${new URL(url).host}`),
    local,
  )
}
