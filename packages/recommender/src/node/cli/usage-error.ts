/** The command line makes no sense; the message is one sentence that says why. Ends with exit code 2. */
export class UsageError extends Error {
  static {
    UsageError.prototype.name = 'UsageError'
  }
}
