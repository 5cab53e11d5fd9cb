// npm run bench -- <name> [option …]: runs benchmarks/<name>.mjs, which reads the options, on the built packages.
// npm run bench -- --install-peers: compiles the native libraries to compare with, in benchmarks/peers.
import { readdirSync } from 'node:fs'
import { build } from './build.mjs'
import { ensureInstalled, root, run } from './install.mjs'

const [name, ...options] = process.argv.slice(2)
const known = readdirSync(`${root}benchmarks`)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length))

if (name === '--install-peers') {
  const cwd = `${root}benchmarks/peers`
  run('npm', ['install', '--no-package-lock', '--no-fund', '--no-audit'], { cwd })
  process.exit()
}
if (name === undefined || !known.includes(name)) {
  console.error(
    `Usage: npm run bench -- ${known.join('|')} [--json]\n       npm run bench -- --install-peers`,
  )
  process.exit(2)
}
ensureInstalled()
build()
run(process.execPath, [`benchmarks/${name}.mjs`, ...options])
