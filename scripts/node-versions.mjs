// npm run test:nodes: does the same work on every Node we support, and compares the results bit for bit. Nodes come
// from npm, once.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureInstalled, root, run } from './install.mjs'

const MAJORS = [20, 22, 24]
const BACKENDS = ['wasm', 'typescript']

/** Where npm's package `node` gets its binary from, by a script of its own, which npm may not be allowed to run. */
const { platform, arch } = process
const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'
const binaryPackage = `${prefix}-${platform === 'win32' ? 'win' : platform}-${arch}`

/** The Node of a major version: the one that is running, or one from npm. */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const folder = join(root, 'node_modules', '.cache', `node-${major}`)
  const file = join(folder, 'node_modules', binaryPackage, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(file)) {
    console.error(`Fetching Node ${major} (once) …`)
    const quietly = ['--no-save', '--no-package-lock', '--ignore-scripts', '--silent']
    run('npm', ['install', '--prefix', folder, ...quietly, `${binaryPackage}@${major}`])
  }
  return file
}

/** The results of test/fixed-work on a Node, by name. */
function digestsOn(node, backend) {
  const { status, stdout } = spawnSync(node, [join(root, 'test', 'fixed-work', 'in-node.js'), backend], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the work failed on ${node} with backend ${backend}`)
  const report = JSON.parse(stdout)
  if (report.backend !== backend) throw new Error(`${node} took backend ${report.backend}, not ${backend}`)
  return Object.entries(report.digests).map(([name, digest]) => [`${backend}: ${name}`, digest])
}

function versionOf(node) {
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
}

ensureInstalled()
build()
const nodes = MAJORS.map(nodeOf)
const versions = nodes.map(versionOf)
const results = nodes.map((node) => new Map(BACKENDS.flatMap((backend) => digestsOn(node, backend))))
const names = new Set(results.flatMap((digests) => [...digests.keys()]))
let nDifferent = 0
console.log(['', ...versions].map((text) => text.padEnd(10)).join(''))
for (const name of names) {
  const digests = results.map((result) => result.get(name) ?? 'none')
  const same = new Set(digests).size === 1
  if (!same) nDifferent++
  const cells = [same ? 'same' : 'DIFFERENT', ...digests.map((digest) => digest.slice(0, 8))]
  console.log(`${cells.map((cell) => cell.padEnd(10)).join('')}${name}`)
}
console.log(`${names.size} results on ${versions.join(', ')}: ${nDifferent} differ`)
process.exitCode = nDifferent === 0 ? 0 : 1
