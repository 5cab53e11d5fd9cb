import { beforeEach, expect } from 'vitest'

/**
 * Skips the tests of a file or of a `describe` where a program they need is not installed. Whoever has none may go
 * without; continuous integration may not.
 *
 * @param missing - Says what is missing; `undefined` when nothing is.
 */
export function skipWithout(missing: string | undefined): void {
  beforeEach((context) => {
    if (missing === undefined) return
    expect(process.env['CI'], missing).not.toBe('true')
    context.skip(missing)
  })
}
