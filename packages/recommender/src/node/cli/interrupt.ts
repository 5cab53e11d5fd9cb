import { EXIT } from './exit-codes.js'

/** The user (or the system) stopped the command before it had any effect. */
export class Interrupted extends Error {
  static {
    Interrupted.prototype.name = 'Interrupted'
  }
  readonly exitCode: number

  constructor(exitCode: number, message = 'stopped; nothing was published', options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

const EXIT_CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const

/**
 * Runs work that the first Ctrl-C (or SIGTERM) asks to stop, through its `AbortSignal`. The second one ends the
 * process at once, however busy it is: our handlers are gone by then, and the system's own takes over.
 *
 * @param onInterrupt - Called with the first signal, for what cannot wait until the work has stopped.
 * @param message - What the user is told then, and what has become of the work.
 * @throws Interrupted if the work failed after it was asked to stop. Work that got done nevertheless is done.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onInterrupt: () => void,
  message?: string,
): Promise<T> {
  const controller = new AbortController()
  let exitCode: number | undefined
  const stop = (name: keyof typeof EXIT_CODES) => {
    removeHandlers()
    exitCode = EXIT_CODES[name]
    onInterrupt()
    controller.abort()
  }
  const removeHandlers = () => {
    process.removeListener('SIGINT', stop)
    process.removeListener('SIGTERM', stop)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await work(controller.signal)
  } catch (error) {
    if (exitCode === undefined) throw error
    throw new Interrupted(exitCode, message, { cause: error })
  } finally {
    removeHandlers()
  }
}
