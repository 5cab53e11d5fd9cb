import type { Matrix } from '@redux/kernels/linear-algebra'
import type { Ratings } from './ratings.js'

/** The items that one user alone took, as one row of the item factors. */
interface Bundle {
  readonly user: number
  /** Its row among the slots. */
  readonly slot: number
  readonly items: readonly number[]
  readonly confidences: Float64Array
  /** By item: its factors are this times those of the bundle. */
  readonly shares: Float64Array
}

/** What a user makes of a bundle: one entry instead of many. */
export interface BundleEntry {
  readonly confidence: number
  readonly target: number
}

/**
 * Items that only one user took, bundled by user. Logs of what people listen to have most items among these.
 *
 * The factors of such an item are a multiple of one vector, D^-1 w_u, by its confidence c alone: c / (1 + c w' D^-1 w).
 * So all of a user's have the Gram matrix and the penalty of a single row g, and in the user's own regression they are
 * a single entry. Nothing is approximated; training works on fewer rows, the slots: first the items that several users
 * took (or one user several times), then the bundles. When it is done, {@link expand} gives every item its factors.
 */
export class SingleListenerItems {
  /** Slot of every item that has one of its own, else -1. */
  readonly slotOf: Int32Array
  readonly nShared: number
  readonly bundles: readonly Bundle[]

  constructor(ratings: Ratings, itemCounts: Int32Array, confidences: Float32Array) {
    this.slotOf = new Int32Array(ratings.nItems).fill(-1)
    let nShared = 0
    for (let item = 0; item < ratings.nItems; item++)
      if (itemCounts[item] !== 1) this.slotOf[item] = nShared++
    this.nShared = nShared
    const bundles: Bundle[] = []
    for (let user = 0; user < ratings.nUsers; user++) {
      const items: number[] = []
      const own: number[] = []
      for (let at = ratings.offsets[user]; at < ratings.offsets[user + 1]; at++)
        if (itemCounts[ratings.itemRows[at]] === 1) {
          items.push(ratings.itemRows[at])
          own.push(confidences[at])
        }
      const slot = nShared + bundles.length
      if (items.length > 0)
        bundles.push({
          user,
          slot,
          items,
          confidences: Float64Array.from(own),
          shares: new Float64Array(items.length),
        })
    }
    this.bundles = bundles
  }

  get nSlots(): number {
    return this.nShared + this.bundles.length
  }

  /**
   * Solves for all bundles.
   *
   * @param penalty - Diagonal of what the items' regressions have in common, nFactors long: alpha0 times the spectrum of
   *   the users, plus the penalty of an item with one user.
   * @param slots - The bundles' rows are written.
   */
  solve(users: Matrix, slots: Matrix, penalty: Float64Array): void {
    const [w, g] = [users.data, slots.data]
    const inverses = penalty.map((value) => 1 / value)
    for (const { user, slot, confidences, shares } of this.bundles) {
      const [from, to] = [user * users.stride, slot * slots.stride]
      let q = 0
      for (let f = 0; f < penalty.length; f++) q += w[from + f] * w[from + f] * inverses[f]
      let squares = 0
      for (let at = 0; at < shares.length; at++) {
        shares[at] = confidences[at] / (1 + confidences[at] * q)
        squares += shares[at] ** 2
      }
      const norm = Math.sqrt(squares)
      for (let at = 0; at < shares.length; at++) shares[at] /= norm
      for (let f = 0; f < penalty.length; f++) g[to + f] = norm * w[from + f] * inverses[f]
    }
  }

  /**
   * The entries of the bundles in their users' regressions: sum of c (1 - share x)^2 is
   * confidence (target - x)^2 + what the fit cannot change.
   *
   * @param set - Called for every bundle, in order.
   * @returns The sum of what the fit cannot change.
   */
  entries(set: (at: number, entry: BundleEntry) => void): number {
    let unchanged = 0
    for (const [at, { confidences, shares }] of this.bundles.entries()) {
      let [total, linear, square] = [0, 0, 0]
      for (let n = 0; n < shares.length; n++) {
        total += confidences[n]
        linear += confidences[n] * shares[n]
        square += confidences[n] * shares[n] ** 2
      }
      set(at, { confidence: square, target: linear / square })
      unchanged += total - linear ** 2 / square
    }
    return unchanged
  }

  /** The factors of all items from those of the slots. */
  expand(slots: Matrix, items: Matrix): void {
    const [from, to] = [slots.data, items.data]
    const { stride } = slots
    for (const [item, slot] of this.slotOf.entries())
      if (slot >= 0) to.set(from.subarray(slot * stride, (slot + 1) * stride), item * stride)
    for (const { slot, items: rows, shares } of this.bundles)
      for (const [at, item] of rows.entries())
        for (let f = 0; f < stride; f++) to[item * stride + f] = shares[at] * from[slot * stride + f]
  }
}
