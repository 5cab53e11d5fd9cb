import { untilSignal } from './serve.js'
import { start } from './start.js'

/** Starts the service and leaves with an exit code; a start that fails says why in words, not in a stack. */
async function main(): Promise<number> {
  try {
    return await untilSignal(await start(process.env), process)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

void main().then((exitCode) => process.exit(exitCode))
