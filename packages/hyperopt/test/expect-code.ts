import { expect } from 'vitest'
import { HyperoptError, type HyperoptErrorCode } from '../src/index.js'

/** Asserts that `act` throws or rejects with a HyperoptError of this code and, if given, with this message. */
export async function expectCode(
  act: () => unknown,
  code: HyperoptErrorCode,
  message = /./,
): Promise<HyperoptError> {
  let thrown: unknown
  try {
    await act()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(HyperoptError)
  if (!(thrown instanceof HyperoptError)) throw new Error('unreachable')
  expect(thrown.code).toBe(code)
  expect(thrown.message).toMatch(message)
  return thrown
}
