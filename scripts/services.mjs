// Installs PostgreSQL, Redis and nginx, which tests of the service run against, where they are missing and root can
// have them; exit code 1 where one stays missing.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages } from './debian.mjs'

const DEBIAN_POSTGRES = '/usr/lib/postgresql'
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** Debian's packages and the program that each is wanted for. */
const SERVICES = { postgresql: 'initdb', 'redis-server': 'redis-server', 'nginx-light': 'nginx' }

/** Debian keeps PostgreSQL's programs out of the search path, in a folder of each version. */
function folders() {
  const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : []
  return [...versions.map((version) => join(DEBIAN_POSTGRES, version, 'bin')), ...FOLDERS]
}

const findMissing = () =>
  Object.keys(SERVICES).filter(
    (name) => !folders().some((folder) => existsSync(join(folder, SERVICES[name]))),
  )

/** Installs Debian's packages where root can have them; says so where one stays missing. */
export function ensureServices() {
  // The tests start servers of their own.
  installPackages(findMissing(), 'the tests of the service')
  const missing = findMissing()
  for (const name of missing) console.error(`No ${name} here: install it. Tests of the service need it.`)
  return missing.length === 0
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = ensureServices() ? 0 : 1
