// Builds every package and example, dependencies first; skips one whose sources and dependencies are unchanged.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, root, run } from './install.mjs'

const { workspaces } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

/** Folders of the packages, dependencies first. */
export const packages = workspaces.filter((path) => path.startsWith('packages/'))

const hasBuild = (path) =>
  JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')).scripts?.build !== undefined

/** Examples come after the packages and need no order of their own; those without a build are run as they are. */
const examples = readdirSync(`${root}examples`)
  .map((name) => `examples/${name}`)
  .filter((path) => hasBuild(path))

/**
 * Whether a build reads a file: sources, the package's description and its build scripts; not tests, not results. What is
 * compiled into src/generated is a result: counted, it would make the first build of all seem out of date.
 */
const isSource = (path) =>
  (/^(src|assembly|scripts|public)\//.test(path) && !path.startsWith('src/generated/')) ||
  /^[^/]+\.(json|ts|mjs|html)$/.test(path)

/** One digest over everything a package's build reads, chained to those of the packages before it. */
function sourceDigest(path, before) {
  const hash = createHash('sha256').update(before)
  for (const file of ['tsup.base.ts', 'tsconfig.base.json', 'package-lock.json'])
    hash.update(readFileSync(`${root}${file}`))
  const folder = `${root}${path}/`
  const sources = filesUnder(folder)
    .map((file) => file.slice(folder.length))
    .filter(isSource)
  for (const file of sources.sort()) hash.update(file).update(readFileSync(`${folder}${file}`))
  return hash.digest('hex')
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
    )
}

export function build() {
  let digest = ''
  for (const path of [...packages, ...examples]) {
    digest = sourceDigest(path, digest)
    const stamp = `${root}${path}/dist/.built`
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue
    console.error(`Building ${path} …`)
    run('npm', ['run', '--silent', 'build', '-w', path])
    writeFileSync(stamp, digest)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled()
  build()
}
