import { SvdError } from '../src/index.js'

/** The code of the error that some work throws on purpose; errors of any other kind go on. */
export function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof SvdError) return error.code
    throw error
  }
  return 'no error'
}
