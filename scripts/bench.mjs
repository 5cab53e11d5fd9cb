// npm run bench -- <name> [--json]: runs benchmarks/<name>.mjs on the built packages.
import { readdirSync } from 'node:fs'
import { build } from './build.mjs'
import { ensureInstalled, root, run } from './install.mjs'

const [name, ...options] = process.argv.slice(2)
const known = readdirSync(`${root}benchmarks`)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length))

if (name === undefined || !known.includes(name) || options.some((option) => option !== '--json')) {
  console.error(`Usage: npm run bench -- ${known.join('|')} [--json]`)
  process.exit(2)
}
ensureInstalled()
build()
run(process.execPath, [`benchmarks/${name}.mjs`, ...options])
