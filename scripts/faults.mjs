// npm run test:faults [-- <file filter> …]: installs what is missing, builds what changed, and breaks things under
// running services: databases, caches, disks, clocks, clients, the services themselves. Arguments go to vitest.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { installPackages } from './debian.mjs'
import { ensureInstalled, root } from './install.mjs'
import { ensureServices } from './services.mjs'

const FAKETIME = '/usr/bin/faketime'

/** What only these tests need. The scenario that stays without is skipped, and says so. */
function ensureFaketime() {
  if (!existsSync(FAKETIME)) installPackages(['faketime'], 'the fault tests')
  if (!existsSync(FAKETIME))
    console.error('No faketime here: install it. The clock is not made to jump without.')
}

/**
 * Every process of a run: those of its process group and, since servers put children into groups of their own, the
 * children of these.
 */
function processesOf(group) {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' })
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const found = new Set(rows.filter(([, , pgid]) => pgid === group).map(([pid]) => pid))
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const [pid, parent] of rows) if (found.has(parent)) found.add(pid)
  }
  return [...found]
}

function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** Ends what a run has left behind, however it ended, and removes its files. */
function cleanUp(group, folder) {
  const left = processesOf(group)
  for (const pid of left) signal(pid, 'SIGKILL')
  if (left.length > 0) spawnSync('sleep', ['0.3'])
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8').split('\n') : []
  for (const place of mounts.map((line) => line.split(' ')[1]))
    if (place?.startsWith(`${folder}/`)) spawnSync('umount', ['-l', place])
  rmSync(folder, { recursive: true, force: true })
}

/** Runs vitest in a process group of its own; resolves to its exit code. */
function runTests(folder, filters) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const report = join(folder, 'report.json')
  const args = [
    ...['run', '--config', join(root, 'vitest.faults.config.ts')],
    ...['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`],
    ...filters,
  ]
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: root,
    stdio: 'inherit',
    detached: true,
    // All temporary files in one place, so that nothing of them outlives the run.
    env: { ...process.env, TMPDIR: folder },
  })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => {
      cleanUp(child.pid, folder)
      process.exit(130)
    })
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      const results = readReport(report)
      cleanUp(child.pid, folder)
      if (results !== undefined) printTotals(results)
      resolve(code ?? 1)
    })
  })
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The time of every scenario and the totals. */
function printTotals({ testResults, numPassedTests, numFailedTests, numPendingTests }) {
  const scenarios = testResults.map(({ name, startTime, endTime, status, assertionResults }) => {
    const seconds = ((endTime - startTime) / 1000).toFixed(1)
    return { name: name.slice(name.lastIndexOf('/') + 1), seconds, status, tests: assertionResults }
  })
  console.log('')
  for (const { name, seconds, status } of scenarios)
    console.log(`${status.padEnd(7)} ${seconds.padStart(6)} s  ${name}`)
  // A file that fails outside its tests, such as in an import, has no failed test to be counted by.
  const failedFiles = scenarios.filter(
    ({ status, tests }) => status === 'failed' && tests.every((test) => test.status !== 'failed'),
  )
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''
  console.log(`\n${numPassedTests} passed, ${numFailedTests + failedFiles.length} failed${skipped}`)
}

ensureInstalled()
build()
ensureServices()
ensureFaketime()
const folder = mkdtempSync(join(tmpdir(), 'redux-faults-'))
// PostgreSQL runs as a user of its own.
chmodSync(folder, 0o755)
process.exitCode = await runTests(folder, process.argv.slice(2))
