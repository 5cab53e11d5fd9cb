import type { Page } from 'playwright-core'
import { SIZES } from '../test/harness/browser.js'
import type { Cast, Role } from './cast.js'

/** A page in a state that is worth a picture. */
export interface Scene {
  readonly name: string
  /** Who looks at it. */
  readonly who: Role
  /** Where it is looked at, beside on a phone and a desktop. */
  readonly also?: readonly LookSize[]
  /** Where it is looked at; on a phone and a desktop when it does not say. */
  readonly only?: readonly LookSize[]
  /** Brings the page, on which nothing is yet, to what is to be seen. */
  readonly show: (page: Page, cast: Cast) => Promise<unknown>
}

/** The sizes that pictures are taken in. */
export const LOOK_SIZES = {
  ...SIZES,
  small: { width: 320, height: 640 },
  short: { width: 390, height: 667 },
  landscape: { width: 844, height: 390 },
  wide: { width: 2560, height: 1440 },
} as const

export type LookSize = keyof typeof LOOK_SIZES

/** Sizes of things that are held in a hand and have no mouse. */
export const HANDHELD: ReadonlySet<LookSize> = new Set(['phone', 'small', 'short', 'landscape'])

// How the service is made to be what it seldom is.

/** Calls whose path matches are never answered. */
export function silence(page: Page, path: string): Promise<unknown> {
  return page.route(path, () => {})
}

/** Calls whose path matches are answered so. */
export function answer(page: Page, path: string, json: unknown, status = 200): Promise<unknown> {
  return page.route(path, (route) => route.fulfill({ status, json }))
}

/** Calls whose path matches find that something is amiss inside the service. */
export function fail(page: Page, path: string): Promise<unknown> {
  return answer(page, path, { detail: 'Internal server error' }, 500)
}
