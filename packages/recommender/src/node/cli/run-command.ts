import { CommanderError } from 'commander'
import { RecommenderError } from '../../index.js'
import { EXIT } from './exit-codes.js'
import { Interrupted } from './interrupt.js'
import { createProgram } from './program.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Runs one `redux` command line and returns its exit code; see {@link EXIT}. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' })
    return EXIT.ok
  } catch (error) {
    // commander has said already what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    terminal.note(error instanceof Interrupted ? error.message : `error: ${describe(error)}`)
    return exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof RecommenderError && error.code === 'INVALID_OPTION') return EXIT.usage
  return EXIT.fault
}

/** One sentence for what can be expected to go wrong; the whole stack for what is a mistake of ours. */
function describe(error: unknown): string {
  if (error instanceof RecommenderError || error instanceof UsageError) return error.message
  if (!(error instanceof Error)) return String(error)
  // The system refused something: no rights, no room, too many open files.
  if ('syscall' in error && 'code' in error) return error.message
  return `this should not have happened, please report it\n${error.stack ?? error.message}`
}
