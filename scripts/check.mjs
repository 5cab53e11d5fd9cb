// npm run check: everything about the sources and the packages that needs no run of the code. All steps run, whatever
// fails; the exit code is 1 if any did.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, packages } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

/** What is compiled for itself: everything that runs in Node, and what runs in a browser's page and its worker. */
const PROGRAMS = ['.', 'examples/web-player', 'examples/web-player/src/service-worker']

/** Runs a command in the repository's root and returns what it said, with whether it went well. */
function attempt(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    // npm and npx are shell scripts on Windows.
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { ok: status === 0, stdout: stdout ?? '', output: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}` }
}

/** Subpaths that are run, or asked for by a program at run time; attw looks for types of everything that can be imported. */
function programs({ exports }) {
  const paths = Object.keys(exports).filter((path) => path === './main' || path === './commands')
  return paths.length === 0 ? [] : ['--exclude-entrypoints', ...paths]
}

/** Packs a package as it would be published and has both tools look at the tarball. */
function checkPackage(path, folder) {
  const manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'))
  const packed = attempt('npm', ['pack', '--json', '--pack-destination', folder, '-w', path])
  if (!packed.ok) return packed
  const [{ filename }] = Object.values(JSON.parse(packed.stdout))
  const tarball = join(folder, filename)
  const publint = attempt('npx', ['publint', 'run', tarball, '--strict'])
  const attw = attempt('npx', ['attw', tarball, ...programs(manifest), '--format', 'ascii', '--no-color'])
  return {
    ok: publint.ok && attw.ok,
    output: [publint, attw].map((part) => (part.ok ? '' : part.output)).join(''),
  }
}

/** Looks for known holes in what users install. A registry that knows of none because it cannot be asked is no fault. */
function auditDependencies() {
  const asked = attempt('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'])
  if (asked.ok) return asked
  let report = {}
  try {
    report = JSON.parse(asked.stdout)
  } catch {
    // No report: npm could not ask.
  }
  if (report.vulnerabilities === undefined)
    return { ok: true, skipped: 'the registry does not answer audits' }
  return { ok: false, output: attempt('npm', ['audit', '--omit=dev', '--audit-level=high']).output }
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
for (const [name, step] of steps) {
  const { ok, output, skipped } = step()
  console.log(skipped ? `skipped ${name}: ${skipped}` : `${ok ? 'ok    ' : 'failed'} ${name}`)
  if (ok) continue
  failed.push(name)
  console.log(output.trimEnd())
}
rmSync(folder, { recursive: true, force: true })
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
