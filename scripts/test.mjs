// npm test: installs what is missing, builds what changed, runs the whole suite. Arguments go to vitest.
import { build } from './build.mjs'
import { ensureInstalled, run } from './install.mjs'

ensureInstalled()
build()
run('npx', ['vitest', 'run', ...process.argv.slice(2)])
