// Prints where Chromium is, which the tests in a browser need; exit code 1 where there is none.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { installPackages } from './debian.mjs'

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
  if (findChromium() === undefined) installPackages(['chromium'], 'the tests in a browser')
  if (findChromium() === undefined) console.error(MISSING)
}

const MISSING = 'No Chromium here: install it, or set CHROMIUM to its path. The tests in a browser need it.'

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = findChromium()
  console.log(path ?? MISSING)
  process.exitCode = path === undefined ? 1 : 0
}
