// Runs a program of looks/, which is TypeScript: node scripts/run.mjs <name> [options]
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { build } from '../../../scripts/build.mjs'
import { ensureChromium } from '../../../scripts/chromium.mjs'
import { ensureInstalled } from '../../../scripts/install.mjs'

ensureInstalled()
build()
ensureChromium()
const [name, ...options] = process.argv.slice(2)
const file = fileURLToPath(new URL(`../looks/${name}.ts`, import.meta.url))
const { module } = await runnerImport(file, { configFile: false })
process.exitCode = await module.run(options)
