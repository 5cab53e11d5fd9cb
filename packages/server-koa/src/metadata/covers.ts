import { type AskOptions, ask } from './ask.js'
import type { MetadataProvider } from './provider.js'

/** Songs whose covers are remembered; the one unused longest is forgotten first. */
const CAPACITY = 10_000

/**
 * Finds covers and remembers them, also that there is none. Answers that have their songs ready only look at what
 * is remembered, so no provider is ever on their way.
 */
export class Covers {
  readonly #providers: readonly MetadataProvider[]
  readonly #options: AskOptions
  /** In order of use: a `Map` iterates in order of insertion, and a used entry is inserted anew. */
  readonly #remembered = new Map<string, string | null>()

  constructor(providers: readonly MetadataProvider[], options: AskOptions) {
    this.#providers = providers
    this.#options = options
  }

  /** The cover as far as it is remembered; asks nobody. */
  readonly known = (artist: string, track: string): string | null => {
    return this.#remembered.get(keyOf(artist, track)) ?? null
  }

  /** The cover of the first provider that has one. `null` is remembered only if every provider said so. */
  async find(artist: string, track: string): Promise<string | null> {
    const key = keyOf(artist, track)
    const remembered = this.#remembered.get(key)
    if (remembered !== undefined) return this.#remember(key, remembered)
    let everybodyAnswered = true
    for (const provider of this.#providers) {
      const url = await ask(provider, (signal) => provider.cover(artist, track, { signal }), this.#options)
      if (url) return this.#remember(key, url)
      if (url === undefined) everybodyAnswered = false
    }
    return everybodyAnswered ? this.#remember(key, null) : null
  }

  #remember(key: string, url: string | null): string | null {
    this.#remembered.delete(key)
    this.#remembered.set(key, url)
    if (this.#remembered.size > CAPACITY) {
      const [oldest] = this.#remembered.keys()
      this.#remembered.delete(oldest)
    }
    return url
  }
}

function keyOf(artist: string, track: string): string {
  return JSON.stringify([artist, track])
}
