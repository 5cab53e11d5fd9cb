// Builds every package, dependencies first; skips one whose sources and dependencies are unchanged.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, root, run } from './install.mjs'

const packages = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).workspaces.filter((path) =>
  path.startsWith('packages/'),
)

/** One digest over everything a package's build reads, chained to those of the packages before it. */
function sourceDigest(path, before) {
  const hash = createHash('sha256').update(before)
  for (const file of ['tsup.base.ts', 'tsconfig.base.json', 'package-lock.json'])
    hash.update(readFileSync(`${root}${file}`))
  const entries = readdirSync(`${root}${path}/src`, { recursive: true, withFileTypes: true })
  const sources = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
  for (const file of [...sources.sort(), `${root}${path}/package.json`, `${root}${path}/tsup.config.ts`])
    hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

export function build() {
  let digest = ''
  for (const path of packages) {
    digest = sourceDigest(path, digest)
    const stamp = `${root}${path}/dist/.built`
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue
    console.log(`Building ${path} …`)
    run('npm', ['run', '--silent', 'build', '-w', path])
    writeFileSync(stamp, digest)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled()
  build()
}
