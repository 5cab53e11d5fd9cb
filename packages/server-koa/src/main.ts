import { fileURLToPath } from 'node:url'
import { run } from './process/run.js'

/** Runs the service and leaves with an exit code; a start that fails says why in words, not in a stack. */
async function main(): Promise<number> {
  try {
    return await run(process.env, fileURLToPath(import.meta.url))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

void main().then((exitCode) => process.exit(exitCode))
