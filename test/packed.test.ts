import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The packages as their users get them: packed, installed into an empty project, imported both ways.
// The server compiles SQLite when it is installed, for a minute and a half; REDUX_PACK_ALL=1 has it along.

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['kernels', 'svd', 'ann', 'hyperopt', 'recommender']
if (process.env['REDUX_PACK_ALL'] === '1') packages.push('server-koa')

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const INSTALL_TIMEOUT_MS = 180_000
const project = mkdtempSync(join(tmpdir(), 'redux-packed-'))

/** The program the README shows. */
function readProgram(): string {
  const program = /```js\n([\s\S]*?)```/.exec(readme)?.[1]
  if (program === undefined) throw new Error('README.md has no ```js block')
  return program
}

/** The same program as CommonJS writes it: require instead of import, and no await at the top. */
function asCommonJs(program: string): string {
  const body = program.replace(/^import (\{[^}]*\}) from ('[^']+')/gm, 'const $1 = require($2)')
  return `(async () => {\n${body}\n})().catch((error) => {\n  console.error(error)\n  process.exit(1)\n})\n`
}

/** Runs to its end, with everything that was said in the failure's message. */
function run(command: string, args: readonly string[], cwd: string): string {
  const shell = process.platform === 'win32' && command !== process.execPath
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', shell })
  expect(result.status, `${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0)
  return result.stdout
}

beforeAll(() => {
  const tarballs = packages.map((name) => {
    const folder = join(root, 'packages', name)
    expect(existsSync(join(folder, 'dist')), `packages/${name} is not built; run npm run build`).toBe(true)
    const packed: unknown = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', project], folder))
    const [{ filename }] = Object.values(packed as object) as [{ filename: string }]
    return `./${filename}`
  })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'packed', private: true }))
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs], project)
}, INSTALL_TIMEOUT_MS)

afterAll(() => rmSync(project, { recursive: true, force: true }))

test.each([
  ['ESM', 'program.mjs', (program: string) => program],
  ['CommonJS', 'program.cjs', asCommonJs],
])('the packed packages train and recommend from %s', (kind, file, convert) => {
  const folder = join(project, kind)
  mkdirSync(folder)
  writeFileSync(join(folder, file), convert(readProgram()))
  const promised = /`(\[ '.*?' \])`/.exec(readme)?.[1]
  expect(run(process.execPath, [file], folder)).toContain(promised)
})

const redux = join(project, 'node_modules', '.bin', process.platform === 'win32' ? 'redux.cmd' : 'redux')

test('the packed redux command runs and tells its version', () => {
  const manifest = readFileSync(join(root, 'packages/recommender/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  expect(run(redux, ['--version'], project).trim()).toBe(version)
})

test.skipIf(packages.includes('server-koa'))(
  'redux serve says which package to install where there is no server',
  () => {
    const shell = process.platform === 'win32'
    const { status, stdout, stderr } = spawnSync(redux, ['serve'], { cwd: project, encoding: 'utf8', shell })
    expect(stderr).toMatch(/^error: .*npm install @redux\/server-koa/)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  },
)
