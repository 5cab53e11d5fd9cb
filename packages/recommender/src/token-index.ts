/** Tokens that contain a term, those that begin with it apart from those that merely contain it. */
export interface TokenMatches {
  readonly beginning: readonly number[]
  readonly elsewhere: readonly number[]
}

/**
 * The distinct words of a catalogue, findable by any part of them.
 *
 * Words are filed under every run of one, two and three characters in them. A term of up to three is a run
 * itself; a longer one is looked for among the words of its rarest run.
 */
export class TokenIndex {
  readonly #tokens: readonly string[]
  readonly #tokensByRun = new Map<string, number[]>()

  /** @param tokens - Distinct words; a word is spoken of by its index here. */
  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
    for (let token = 0; token < tokens.length; token++) {
      const text = tokens[token]!
      for (let length = 1; length <= LONGEST_RUN; length++) {
        for (let at = 0; at + length <= text.length; at++) this.#file(text.slice(at, at + length), token)
      }
    }
  }

  /** The words that contain `term`. */
  containing(term: string): TokenMatches {
    const beginning: number[] = []
    const elsewhere: number[] = []
    for (const token of this.#candidates(term)) {
      const at = this.#tokens[token]!.indexOf(term)
      if (at === 0) beginning.push(token)
      else if (at > 0) elsewhere.push(token)
    }
    return { beginning, elsewhere }
  }

  #file(run: string, token: number): void {
    const tokens = this.#tokensByRun.get(run)
    if (tokens === undefined) this.#tokensByRun.set(run, [token])
    // Tokens come in ascending order, so a run that repeats within a word shows at the end.
    else if (tokens[tokens.length - 1] !== token) tokens.push(token)
  }

  #candidates(term: string): readonly number[] {
    if (term.length <= LONGEST_RUN) return this.#tokensByRun.get(term) ?? []
    let fewest: readonly number[] | undefined
    for (let at = 0; at + LONGEST_RUN <= term.length; at++) {
      const tokens = this.#tokensByRun.get(term.slice(at, at + LONGEST_RUN))
      if (tokens === undefined) return []
      if (fewest === undefined || tokens.length < fewest.length) fewest = tokens
    }
    return fewest ?? []
  }
}

const LONGEST_RUN = 3
