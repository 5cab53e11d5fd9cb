// Prints where Chromium is, which the tests in a browser need; exit code 1 where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Chromium's executable, that of the environment's `CHROMIUM` first; undefined where there is none. */
function findChromium() {
  return [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path))
}

/** Installs Debian's package where Chromium is missing and root can have it; says so where it stays missing. */
export function ensureChromium() {
  if (findChromium() === undefined && mayInstall()) {
    console.error('Installing Chromium for the tests in a browser (once; a minute or two) …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
      spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  if (findChromium() === undefined) console.error(MISSING)
}

/** Ubuntu has a package of that name, too, but it only sends for a snap. */
function mayInstall() {
  const release = '/etc/os-release'
  return process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
}

const MISSING = 'No Chromium here: install it, or set CHROMIUM to its path. The tests in a browser need it.'

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = findChromium()
  console.log(path ?? MISSING)
  process.exitCode = path === undefined ? 1 : 0
}
