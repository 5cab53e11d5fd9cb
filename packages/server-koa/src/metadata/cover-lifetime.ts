const DAY_SECONDS = 86_400

/** How long what is known of a cover counts as fresh. */
export interface CoverLifetime {
  /** Seconds, of a cover. */
  readonly foundSeconds: number
  /** Seconds, of there being none. */
  readonly noneSeconds: number
}

export const COVER_LIFETIME = Object.freeze({
  foundSeconds: 30 * DAY_SECONDS,
  noneSeconds: DAY_SECONDS,
  /** Of there being none as far as those know who answered. */
  unsureSeconds: 60,
})

/** Until when, in UTC milliseconds since 1970, a cover that was looked up at `checkedAt` is fresh. */
export function freshUntil(url: string | null, checkedAt: number, lifetime: CoverLifetime): number {
  return checkedAt + 1000 * (url === null ? lifetime.noneSeconds : lifetime.foundSeconds)
}
