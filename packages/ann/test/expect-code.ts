import { expect } from 'vitest'
import { AnnError, type AnnErrorCode } from '../src/index.js'

/** Asserts that `act` throws an AnnError with this code and, if given, a message that says this much. */
export function expectCode(act: () => unknown, code: AnnErrorCode, message = /./): void {
  let thrown: unknown
  try {
    act()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(AnnError)
  if (!(thrown instanceof AnnError)) return
  expect(thrown.code).toBe(code)
  expect(thrown.message).toMatch(message)
}
