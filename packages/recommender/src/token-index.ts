/** Tokens that contain a term, those that begin with it apart from those that merely contain it. */
export interface TokenMatches {
  readonly beginning: readonly number[]
  readonly elsewhere: readonly number[]
}

/** Words of a run. A word that begins with it is not among the others. */
interface Filed {
  readonly beginning: number[]
  readonly elsewhere: number[]
}

/**
 * The distinct words of a catalogue, findable by any part of them.
 *
 * Words are filed under every run of one, two and three characters in them. A term of up to three is a run
 * itself; a longer one is looked for among the words of its rarest run.
 */
export class TokenIndex {
  readonly #tokens: readonly string[]
  readonly #filed = new Map<string, Filed>()

  /** @param tokens - Distinct words; a word is spoken of by its index here. */
  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
    for (let token = 0; token < tokens.length; token++) {
      const text = tokens[token]!
      for (let at = 0; at < text.length; at++)
        for (let length = 1; length <= LONGEST_RUN && at + length <= text.length; length++)
          this.#file(text.slice(at, at + length), token, at === 0)
    }
  }

  /** The words that contain `term`. */
  containing(term: string): TokenMatches {
    const { beginning: first, elsewhere: others } = this.#rarestRun(term)
    if (term.length <= LONGEST_RUN) return { beginning: first, elsewhere: others }
    const beginning: number[] = []
    const elsewhere: number[] = []
    for (const tokens of [first, others])
      for (const token of tokens) {
        const at = this.#tokens[token]!.indexOf(term)
        if (at === 0) beginning.push(token)
        else if (at > 0) elsewhere.push(token)
      }
    return { beginning, elsewhere }
  }

  /** At most so many words contain `term`. Costs no look at the words. */
  mostContaining(term: string): number {
    const { beginning, elsewhere } = this.#rarestRun(term)
    return beginning.length + elsewhere.length
  }

  #file(run: string, token: number, begins: boolean): void {
    let filed = this.#filed.get(run)
    if (filed === undefined) {
      filed = { beginning: [], elsewhere: [] }
      this.#filed.set(run, filed)
    }
    const { beginning, elsewhere } = filed
    if (begins) beginning.push(token)
    // Tokens come in ascending order, so a run that repeats within a word shows at the end.
    else if (beginning.at(-1) !== token && elsewhere.at(-1) !== token) elsewhere.push(token)
  }

  /** The fewest words that those with the term are among. */
  #rarestRun(term: string): Filed {
    let fewest = term.length <= LONGEST_RUN ? this.#filed.get(term) : undefined
    for (let at = 0; at + LONGEST_RUN <= term.length; at++) {
      const filed = this.#filed.get(term.slice(at, at + LONGEST_RUN))
      if (filed === undefined) return NONE
      if (fewest === undefined || sizeOf(filed) < sizeOf(fewest)) fewest = filed
    }
    return fewest ?? NONE
  }
}

const LONGEST_RUN = 3

const NONE: Filed = { beginning: [], elsewhere: [] }

function sizeOf({ beginning, elsewhere }: Filed): number {
  return beginning.length + elsewhere.length
}
