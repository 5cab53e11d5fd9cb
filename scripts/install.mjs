// Makes a fresh clone ready: installs the dependencies when they are missing or older than the lock file.
// Plain Node, no dependency, because it runs before there are any.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.redux-installed`

/** Runs a command in the repository's root, its output shown; ends this process with its exit code if it fails. */
export function run(command, args, options = {}) {
  // npm and npx are shell scripts on Windows; node itself is not.
  const shell = process.platform === 'win32' && command !== process.execPath
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options })
  if (result.error) throw result.error
  if (result.signal) process.kill(process.pid, result.signal)
  if (result.status !== 0) process.exit(result.status ?? 1)
}

/** Installs what package-lock.json names, once per lock file. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  const have = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (have === wanted) return
  console.error('Installing dependencies (once; a minute or two) …')
  run('npm', ['ci', '--no-fund', '--no-audit'])
  writeFileSync(stamp, wanted)
}
