// npm test: installs what is missing, builds what changed, runs the suite and ends with its totals on a line of their
// own. Arguments go to vitest.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled, root } from './install.mjs'
import { ensureServices } from './services.mjs'

/** The totals of a run, or undefined when it ended before it could report any. */
function readTotals(file) {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  // A file that fails outside its tests, such as in an import, has no failed test to be counted by.
  const failedFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + failedFiles.length }
}

/**
 * The contract of the service on the crossed pairs of database and cache shows little that the other two pairs do not, and
 * takes minutes: `npm test -- --project '*'` runs them, too.
 */
const UNLESS_CHOSEN = '--project=!crossed *'

const given = process.argv.slice(2)
const isChosen = given.some((argument) => argument.startsWith('--project'))

ensureInstalled()
build()
ensureChromium()
ensureServices()
const folder = mkdtempSync(join(tmpdir(), 'redux-test-'))
const file = join(folder, 'report.json')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', ...reporters, ...(isChosen ? [] : [UNLESS_CHOSEN]), ...given],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
const totals = readTotals(file)
rmSync(folder, { recursive: true, force: true })
if (totals !== undefined) console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = status ?? 1
