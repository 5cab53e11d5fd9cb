import { type Matrix, MatrixWorkspace, RidgeRows, solveRidgeRows } from '@redux/kernels/linear-algebra'
import { eigenBasis, rotate } from './implicit-als-basis.js'
import type { ResolvedImplicitALSOptions } from './implicit-als-options.js'
import { type FrequencyPenalty, frequencyPenalty, penaltyOf } from './implicit-als-penalty.js'
import { itemProblems, userProblems } from './implicit-als-problems.js'
import { SingleListenerItems } from './implicit-als-single-listeners.js'
import { countItems } from './ranking-model.js'
import type { Ratings } from './ratings.js'

/**
 * Alternating least squares, a sweep at a time. Each side is solved in the basis where the other side's Gram matrix is
 * diagonal: both sides may be turned, for their products stay.
 */
export class ImplicitALSTraining {
  readonly itemCounts: Int32Array
  readonly userPenalty: FrequencyPenalty
  readonly itemPenalty: FrequencyPenalty
  readonly #options: ResolvedImplicitALSOptions
  readonly #workspace: MatrixWorkspace
  readonly #singles: SingleListenerItems
  readonly #users: RidgeRows
  readonly #items: RidgeRows
  readonly #bundlePositions: Int32Array
  readonly #axes: Matrix
  #userFactors: Matrix
  #slotFactors: Matrix
  #turnedUsers: Matrix
  #turnedSlots: Matrix

  /** @param confidences - Of every position of the ratings. */
  constructor(ratings: Ratings, confidences: Float32Array, options: ResolvedImplicitALSOptions) {
    const { nUsers, nItems, offsets } = ratings
    const userCounts = Int32Array.from({ length: nUsers }, (_, user) => offsets[user + 1] - offsets[user])
    this.itemCounts = countItems(ratings)
    this.userPenalty = frequencyPenalty(options, userCounts, nItems, () => 1)
    this.itemPenalty = frequencyPenalty(options, this.itemCounts, nUsers, (count) => count)
    this.#options = options
    this.#workspace = new MatrixWorkspace(options)
    this.#singles = new SingleListenerItems(ratings, this.itemCounts, confidences)
    const users = userProblems(ratings, confidences, this.#singles, this.userPenalty)
    this.#bundlePositions = users.bundlePositions
    this.#users = new RidgeRows(this.#workspace, users)
    this.#items = new RidgeRows(
      this.#workspace,
      itemProblems(ratings, confidences, this.#singles, this.itemPenalty),
    )
    const matrix = (rows: number) => this.#workspace.matrix(rows, options.nFactors)
    this.#axes = matrix(options.nFactors)
    this.#userFactors = matrix(nUsers)
    this.#turnedUsers = matrix(nUsers)
    this.#slotFactors = matrix(this.#singles.nSlots)
    this.#turnedSlots = matrix(this.#singles.nSlots)
  }

  /** nUsers rows: where the first sweep starts from, and what the last one found. */
  get userFactors(): Matrix {
    return this.#userFactors
  }

  /** All items, then all users. @returns The loss after that, exactly. */
  sweep(): number {
    this.#solveItems()
    return this.#solveUsers()
  }

  /** Gives every item its factors. */
  copyItemFactors(items: Matrix): void {
    this.#singles.expand(this.#slotFactors, items)
  }

  #solveItems(): void {
    const basis = eigenBasis(this.#workspace, this.#userFactors)
    rotate(this.#workspace, this.#turnedUsers, this.#userFactors, basis, this.#axes)
    const [turned, before] = [this.#turnedUsers, this.#userFactors]
    this.#userFactors = turned
    this.#turnedUsers = before
    const penalty = this.#unobserved(basis.spectrum)
    const shared = this.#slotFactors.rowsBetween(0, this.#singles.nShared)
    solveRidgeRows(this.#workspace, shared, turned, Float32Array.from(penalty), this.#items)
    const ofOne = penaltyOf(this.itemPenalty, 1)
    this.#singles.solve(
      turned,
      this.#slotFactors,
      penalty.map((value) => value + ofOne),
    )
  }

  #solveUsers(): number {
    const basis = eigenBasis(this.#workspace, this.#slotFactors)
    rotate(this.#workspace, this.#turnedSlots, this.#slotFactors, basis, this.#axes)
    const [turned, before] = [this.#turnedSlots, this.#slotFactors]
    this.#slotFactors = turned
    this.#turnedSlots = before
    const [confidences, targets] = [this.#users.confidences.view, this.#users.targets.view]
    const unchanged = this.#singles.entries((at, { confidence, target }) => {
      confidences[this.#bundlePositions[at]] = confidence
      targets[this.#bundlePositions[at]] = target
    })
    const penalty = Float32Array.from(this.#unobserved(basis.spectrum))
    const solved = solveRidgeRows(this.#workspace, this.#userFactors, turned, penalty, this.#users)
    return solved + unchanged + this.#itemPenalties()
  }

  /** alpha0 times a Gram matrix: what the cells of a row count towards 0. */
  #unobserved(spectrum: Float64Array): Float64Array {
    return spectrum.map((value) => this.#options.unobservedWeight * value)
  }

  /** The penalties of all items. */
  #itemPenalties(): number {
    const { data, rows, stride } = this.#slotFactors
    const own = this.#items.regularization.view
    const ofOne = penaltyOf(this.itemPenalty, 1)
    let sum = 0
    for (let row = 0; row < rows; row++) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0]
      for (let at = row * stride; at < (row + 1) * stride; at += 4) {
        s0 += data[at] * data[at]
        s1 += data[at + 1] * data[at + 1]
        s2 += data[at + 2] * data[at + 2]
        s3 += data[at + 3] * data[at + 3]
      }
      const squares = s0 + s1 + s2 + s3
      sum += (row < own.length ? own[row] : ofOne) * squares
    }
    return sum
  }
}
