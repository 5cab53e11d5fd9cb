// Installs Debian's packages, for scripts that find something missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Installs packages where root can have them, and does nothing elsewhere. What they bring is not started. */
export function installPackages(names, purpose) {
  if (names.length === 0 || !mayInstall()) return
  console.error(`Installing ${names.join(', ')} for ${purpose} (once; a minute or two) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]])
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Not on Ubuntu, which has packages of the same names that only send for a snap. */
function mayInstall() {
  const release = '/etc/os-release'
  return process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
}
