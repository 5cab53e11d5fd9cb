// npm run check: everything about the sources and the packages that needs no run of the code. All steps run, whatever
// fails, as many at a time as there are cores; the exit code is 1 if any did.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, packages } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

/** What is compiled for itself: everything that runs in Node, and what runs in a browser's page and its worker. */
const PROGRAMS = ['.', 'examples/web-player', 'examples/web-player/src/service-worker']

/** Runs a command in the repository's root; resolves to what it said, with whether it went well. */
async function attempt(command, args) {
  const options = {
    cwd: root,
    // npm and npx are shell scripts on Windows.
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  }
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, options)
    return { ok: true, stdout, output: `${stdout}${stderr}` }
  } catch (error) {
    const { stdout = '', stderr = '', code } = error
    return { ok: false, stdout, output: `${stdout}${stderr}${typeof code === 'number' ? '' : error}` }
  }
}

/** Subpaths that are run, or asked for by a program at run time; attw looks for types of everything that can be imported. */
function programs({ exports }) {
  const paths = Object.keys(exports).filter((path) => path === './main' || path === './commands')
  return paths.length === 0 ? [] : ['--exclude-entrypoints', ...paths]
}

/** Packs a package as it would be published and has both tools look at the tarball. */
async function checkPackage(path, folder) {
  const manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'))
  const packed = await attempt('npm', ['pack', '--json', '--pack-destination', folder, '-w', path])
  if (!packed.ok) return packed
  const [{ filename }] = Object.values(JSON.parse(packed.stdout))
  const tarball = join(folder, filename)
  const publint = await attempt('npx', ['publint', 'run', tarball, '--strict'])
  const attw = await attempt('npx', [
    'attw',
    tarball,
    ...programs(manifest),
    '--format',
    'ascii',
    '--no-color',
  ])
  return {
    ok: publint.ok && attw.ok,
    output: [publint, attw].map((part) => (part.ok ? '' : part.output)).join(''),
  }
}

/** Looks for known holes in what users install. A registry that knows of none because it cannot be asked is no fault. */
async function auditDependencies() {
  const asked = await attempt('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'])
  if (asked.ok) return asked
  let report = {}
  try {
    report = JSON.parse(asked.stdout)
  } catch {
    // No report: npm could not ask.
  }
  if (report.vulnerabilities === undefined)
    return { ok: true, skipped: 'the registry does not answer audits' }
  const told = await attempt('npm', ['audit', '--omit=dev', '--audit-level=high'])
  return { ok: false, output: told.output }
}

ensureInstalled()
build()
const folder = mkdtempSync(join(tmpdir(), 'redux-check-'))
const steps = [
  ['format and lint', () => attempt('npx', ['biome', 'check', '.'])],
  ...PROGRAMS.map((path) => [`types of ${path}`, () => attempt('npx', ['tsc', '-p', path, '--noEmit'])]),
  ['dead code and dependencies', () => attempt('npx', ['knip', '--no-progress'])],
  ['audit of dependencies', auditDependencies],
  ...packages.map((path) => [`package ${path}`, () => checkPackage(path, folder)]),
]
const failed = []

/** Takes one step after the other, until there is none left. */
async function work() {
  for (let next = steps.shift(); next !== undefined; next = steps.shift()) {
    const [name, step] = next
    const { ok, output, skipped } = await step()
    console.log(skipped ? `skipped ${name}: ${skipped}` : `${ok ? 'ok    ' : 'failed'} ${name}`)
    if (ok) continue
    failed.push(name)
    console.log(output.trimEnd())
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work))
rmSync(folder, { recursive: true, force: true })
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
