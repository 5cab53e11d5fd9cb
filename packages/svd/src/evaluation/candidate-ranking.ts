import { SvdError } from '../errors.js'
import type { Scores } from '../ranking-model.js'
import { type RankingCatalogue, tieOrder } from './ranking-catalogue.js'

/** What an excluded item is marked with: it compares as neither above nor below any score. */
const EXCLUDED = Number.NaN

/**
 * Ranks the items of a catalogue by a model's scores, without sorting them: best first, ties by {@link tieOrder}, items
 * that the model does not know or scores -Infinity after all others. Scores lie in tie order, so that of equal ones the
 * first met wins.
 */
export class CandidateRanking {
  /** Row in the catalogue by place in the order of ties. */
  readonly #order: Int32Array
  /** Place in the order of ties by row in the catalogue. */
  readonly #places: Int32Array
  /** Row in the model's scores by place, or -1. */
  readonly #modelRows: Int32Array
  /** Scores by place. */
  readonly #scores: Float64Array
  #nCandidates = 0

  /** @throws {@link SvdError} as {@link tieOrder}. */
  constructor(catalogue: RankingCatalogue, modelItemIds: readonly string[]) {
    const rows = new Map(modelItemIds.map((id, row) => [id, row]))
    this.#order = tieOrder(catalogue)
    this.#places = new Int32Array(this.#order.length)
    for (const [place, row] of this.#order.entries()) this.#places[row] = place
    this.#modelRows = this.#order.map((row) => rows.get(catalogue.itemIds[row]) ?? -1)
    this.#scores = new Float64Array(this.#order.length)
  }

  /**
   * Takes the scores of one query.
   *
   * @param scores - In the model's order of items.
   * @param excluded - Distinct rows of the catalogue that are no candidates.
   * @throws {@link SvdError} NOT_FINITE for a NaN.
   */
  take(scores: Scores, excluded: Iterable<number>): void {
    const [modelRows, byPlace] = [this.#modelRows, this.#scores]
    for (let place = 0; place < byPlace.length; place++) {
      const row = modelRows[place]
      const score = row < 0 ? Number.NEGATIVE_INFINITY : scores[row]
      if (Number.isNaN(score)) throw new SvdError('NOT_FINITE', `the model's score in row ${row} is NaN`)
      byPlace[place] = score
    }
    this.#nCandidates = byPlace.length
    for (const row of excluded) {
      this.#scores[this.#places[row]] = EXCLUDED
      this.#nCandidates--
    }
  }

  /** Rows of the best n candidates, best first; fewer where there are fewer. O(items), and O(n) for each that enters. */
  top(n: number): number[] {
    const scores = this.#scores
    const size = Math.min(n, this.#nCandidates)
    const best: number[] = []
    let worst = Number.NEGATIVE_INFINITY
    for (let place = 0; place < scores.length; place++) {
      const score = scores[place]
      const isFull = best.length === size
      if (isFull ? !(score > worst) : Number.isNaN(score)) continue
      let at = best.length
      while (at > 0 && scores[best[at - 1]] < score) at--
      best.splice(at, 0, place)
      if (isFull) best.pop()
      worst = scores[best[best.length - 1]]
    }
    return best.map((place) => this.#order[place])
  }

  /** Place, from 1, of the best-ranked of some candidates: one more than the candidates ahead of it. O(items). */
  bestRank(rows: readonly number[]): number {
    const scores = this.#scores
    let best = this.#places[rows[0]]
    for (const row of rows) {
      const place = this.#places[row]
      if (scores[place] > scores[best] || (scores[place] === scores[best] && place < best)) best = place
    }
    const score = scores[best]
    let ahead = 0
    for (let place = 0; place < best; place++) if (scores[place] >= score) ahead++
    for (let place = best + 1; place < scores.length; place++) if (scores[place] > score) ahead++
    return ahead + 1
  }
}
