import { distance } from 'fastest-levenshtein'
import { TokenIndex, type TokenMatches } from './token-index.js'

/** Separates artist and track in a key, and is no word that anyone looks for. */
const SEPARATOR = '-'

/** So few songs are looked at one by one for a further term, rather than all songs that have it. */
const FEW = 2000

/** Word search over the keys of a catalogue. */
export class CatalogueSearch {
  readonly #keys: readonly string[]
  readonly #tokens: readonly string[]
  readonly #index: TokenIndex
  /** Rows from most to least played, equals in row order. A row's place in it is its rank. */
  readonly #rowByRank: Int32Array
  /** Ranks of the songs with each token, ascending. */
  readonly #ranksByToken: readonly Int32Array[]
  // Scratch by rank, all zero between two searches: words found in the song so far, and how many of them well.
  readonly #found: Int32Array
  readonly #foundWell: Int32Array

  /**
   * @param keys - {@link songKey} of every song, in row order.
   * @param plays - How popular each song is, in row order.
   */
  constructor(keys: readonly string[], plays: readonly number[]) {
    this.#keys = keys
    this.#rowByRank = Int32Array.from(keys.keys()).sort((a, b) => plays[b]! - plays[a]! || a - b)
    const ranksByToken = new Map<string, number[]>()
    for (let rank = 0; rank < keys.length; rank++) {
      for (const token of termsOf(keys[this.#rowByRank[rank]!]!)) {
        const ranks = ranksByToken.get(token)
        if (ranks === undefined) ranksByToken.set(token, [rank])
        else ranks.push(rank)
      }
    }
    this.#tokens = [...ranksByToken.keys()]
    this.#ranksByToken = Array.from(ranksByToken.values(), (ranks) => Int32Array.from(ranks))
    this.#index = new TokenIndex(this.#tokens)
    this.#found = new Int32Array(keys.length)
    this.#foundWell = new Int32Array(keys.length)
  }

  /**
   * Rows of the songs in whose key every term occurs, be it inside a word. Songs in which more terms begin a
   * word come first, then those played more, then lower rows.
   *
   * When there is none, a term that occurs nowhere may be mistyped: terms of 4 to 7 characters then match words
   * at an edit distance of 1, longer ones of up to 2, nearer words first.
   *
   * Cost: proportional to the songs that have the rarest of the terms, at most; of a lone term, to the words.
   *
   * @param key - The query, through {@link songKey}.
   * @param limit - Rows wanted at most, an integer >= 1.
   */
  search(key: string, limit: number): number[] {
    // The rarest term first keeps the candidates few.
    const terms = termsOf(key)
      .map((term) => ({ term, words: this.#index.mostContaining(term) }))
      .sort((a, b) => a.words - b.words)
    const candidates: number[] = []
    for (const [nth, { term }] of terms.entries()) {
      const areFew = nth > 0 && candidates.length <= FEW
      if (areFew && this.#markAmong(candidates, term, nth)) continue
      const asWritten = this.#index.containing(term)
      // It is written so elsewhere, and none of the candidates has it.
      if (areFew && !isEmpty(asWritten)) break
      const match = isEmpty(asWritten) ? this.#similar(term) : asWritten
      if (terms.length === 1) this.#gatherLone(match, limit, candidates)
      else this.#markAll(match, nth, candidates)
    }
    return this.#takeBest(candidates, terms.length, limit)
  }

  /** The words that `term` may have been meant for, those one edit away apart from those two away. */
  #similar(term: string): TokenMatches {
    const beginning: number[] = []
    const elsewhere: number[] = []
    const most = term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0
    for (const token of most === 0 ? [] : this.#withAnyPiece(term, most + 1)) {
      const text = this.#tokens[token]!
      if (Math.abs(text.length - term.length) > most) continue
      const edits = distance(term, text)
      if (edits === 1) beginning.push(token)
      else if (edits <= most) elsewhere.push(token)
    }
    return { beginning, elsewhere }
  }

  /**
   * The words that contain at least one of `nPieces` equal parts of `term`. One edit changes one part, so a word
   * within `nPieces - 1` edits has one of them unchanged, and no others need be compared.
   */
  #withAnyPiece(term: string, nPieces: number): Set<number> {
    const tokens = new Set<number>()
    for (let piece = 0; piece < nPieces; piece++) {
      const start = Math.floor((piece * term.length) / nPieces)
      const end = Math.floor(((piece + 1) * term.length) / nPieces)
      const { beginning, elsewhere } = this.#index.containing(term.slice(start, end))
      for (const token of beginning) tokens.add(token)
      for (const token of elsewhere) tokens.add(token)
    }
    return tokens
  }

  /**
   * Counts the nth term in the candidates that have all terms before it.
   *
   * @returns Whether any of them has it; if not, nothing is known of other songs.
   */
  #markAmong(candidates: readonly number[], term: string, nth: number): boolean {
    const within = ` ${term}`
    let any = false
    for (const rank of candidates) {
      if (this.#found[rank] !== nth) continue
      const key = this.#keys[this.#rowByRank[rank]!]!
      if (!key.includes(term)) continue
      any = true
      this.#found[rank] = nth + 1
      if (key.startsWith(term) || key.includes(within)) this.#foundWell[rank]! += 1
    }
    return any
  }

  /** Counts the nth term in all songs that have it and all terms before it. */
  #markAll({ beginning, elsewhere }: TokenMatches, nth: number, candidates: number[]): void {
    this.#mark(beginning, nth, 1, candidates)
    this.#mark(elsewhere, nth, 0, candidates)
  }

  /** Of a lone term, songs with words that begin so come before all others: if they are enough, that is all. */
  #gatherLone({ beginning, elsewhere }: TokenMatches, limit: number, candidates: number[]): void {
    this.#mark(beginning, 0, 1, candidates, limit)
    if (candidates.length < limit) this.#mark(elsewhere, 0, 0, candidates, limit)
  }

  /**
   * Counts the nth term in the songs of some tokens that have all terms before it.
   *
   * @param most - Of each token, only so many songs, the most played ones.
   */
  #mark(
    tokens: readonly number[],
    nth: number,
    well: 0 | 1,
    candidates: number[],
    most = Number.POSITIVE_INFINITY,
  ): void {
    const found = this.#found
    for (const token of tokens) {
      const ranks = this.#ranksByToken[token]!
      const end = Math.min(ranks.length, most)
      for (let at = 0; at < end; at++) {
        const rank = ranks[at]!
        if (found[rank] !== nth) continue
        if (nth === 0) candidates.push(rank)
        found[rank] = nth + 1
        this.#foundWell[rank]! += well
      }
    }
  }

  /** The best rows of the candidates that have all terms. Clears the scratch. */
  #takeBest(candidates: readonly number[], nTerms: number, limit: number): number[] {
    const nSongs = this.#rowByRank.length
    // Smaller is better. Twice the limit is gathered before the worse half goes, so that a search for one letter
    // does not sort most of the catalogue.
    const places = new Float64Array(Math.min(candidates.length, 2 * limit))
    let n = 0
    let worst = Number.POSITIVE_INFINITY
    for (const rank of candidates) {
      const place = (nTerms - this.#foundWell[rank]!) * nSongs + rank
      const isHit = this.#found[rank] === nTerms
      this.#found[rank] = 0
      this.#foundWell[rank] = 0
      if (!isHit || place >= worst) continue
      places[n++] = place
      if (n === 2 * limit) {
        places.sort()
        n = limit
        worst = places[limit - 1]!
      }
    }
    const best = places.subarray(0, n).sort().subarray(0, limit)
    return Array.from(best, (place) => this.#rowByRank[place % nSongs]!)
  }
}

/** The distinct words of a key. */
function termsOf(key: string): string[] {
  const terms = new Set(key.split(' '))
  terms.delete('')
  terms.delete(SEPARATOR)
  return [...terms]
}

function isEmpty(matches: TokenMatches): boolean {
  return matches.beginning.length === 0 && matches.elsewhere.length === 0
}
