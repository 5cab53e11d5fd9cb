import type { Matrix } from '@redux/kernels/linear-algebra'
import type { LearnedImplicitALS } from './implicit-als.js'
import { ImplicitALSFactors } from './implicit-als-factors.js'
import { type FoldInEntry, foldInRow } from './implicit-als-fold-in.js'
import type { ResolvedImplicitALSOptions } from './implicit-als-options.js'
import { type FrequencyPenalty, penaltyOf } from './implicit-als-penalty.js'
import { eigenSymmetric } from './linear-algebra/eigen-symmetric.js'
import type { Ratings } from './ratings.js'
import { Vocabulary } from './vocabulary.js'

/** The entries of one row, by row of the other side. */
interface Entries {
  readonly rows: number[]
  readonly confidences: number[]
}

/** What is learned when the users of some ratings are solved for, items held fixed. */
export function refitUsers(
  learned: LearnedImplicitALS,
  ratings: Ratings,
  confidences: Float32Array,
  options: ResolvedImplicitALSOptions,
): LearnedImplicitALS {
  const { factors, items, userPenalty } = learned
  const users = new Vocabulary(learned.users.ids)
  const byUser = new Map<number, Entries>()
  forEach(ratings, (user, item, at) => collect(byUser, users.add(user), items.row(item), confidences[at]))
  const spectrum = factors.spectrum
  const solved = solveRows(byUser, (row) => factors.itemFactors(row), spectrum, userPenalty, options)
  return {
    ...learned,
    users,
    factors: new ImplicitALSFactors(users.size, items.size, options, (userRows, itemRows) => {
      userRows.data.set(factors.users.data)
      itemRows.data.set(factors.items.data)
      writeRows(userRows, solved)
    }),
  }
}

/** What is learned when the items of some ratings are solved for, users held fixed. */
export function refitItems(
  learned: LearnedImplicitALS,
  ratings: Ratings,
  confidences: Float32Array,
  options: ResolvedImplicitALSOptions,
): LearnedImplicitALS {
  const { factors, users, itemPenalty } = learned
  const items = new Vocabulary(learned.items.ids)
  const byItem = new Map<number, Entries>()
  forEach(ratings, (user, item, at) => collect(byItem, items.add(item), users.row(user), confidences[at]))
  // Users are turned to where their Gram matrix is diagonal, and the items that are found there turned back.
  const { columns } = factors.users
  const basis = eigenSymmetric(factors.userGram(), columns)
  const turned = (row: number) => Float32Array.from(times(basis.vectors, factors.userFactors(row), columns))
  const spectrum = basis.values.map((value) => Math.max(value, 0))
  const solved = solveRows(byItem, turned, spectrum, itemPenalty, options)
  for (const [item, row] of solved) solved.set(item, timesTransposed(basis.vectors, row, columns))
  const itemCounts = new Int32Array(items.size)
  itemCounts.set(learned.itemCounts)
  for (const [item, { rows }] of byItem) itemCounts[item] = rows.length
  return {
    ...learned,
    items,
    itemCounts,
    factors: new ImplicitALSFactors(users.size, items.size, options, (userRows, itemRows) => {
      userRows.data.set(factors.users.data)
      itemRows.data.set(factors.items.data)
      writeRows(itemRows, solved)
    }),
  }
}

function forEach(ratings: Ratings, visit: (user: string, item: string, at: number) => void): void {
  const { users, items, offsets, itemRows } = ratings
  for (let user = 0; user < ratings.nUsers; user++)
    for (let at = offsets[user]; at < offsets[user + 1]; at++)
      visit(users.ids[user], items.ids[itemRows[at]], at)
}

/** Notes an entry; of an unknown row, only that there is something to solve for. */
function collect(byRow: Map<number, Entries>, row: number, other: number, confidence: number): void {
  const entries = byRow.get(row) ?? { rows: [], confidences: [] }
  byRow.set(row, entries)
  if (other < 0) return
  entries.rows.push(other)
  entries.confidences.push(confidence)
}

function solveRows(
  byRow: ReadonlyMap<number, Entries>,
  factorsOf: (row: number) => Float32Array,
  spectrum: Float64Array,
  penalty: FrequencyPenalty,
  { unobservedWeight }: ResolvedImplicitALSOptions,
): Map<number, Float64Array> {
  const unobserved = spectrum.map((value) => unobservedWeight * value)
  const prior = new Float64Array(spectrum.length)
  const solved = new Map<number, Float64Array>()
  for (const [row, { rows, confidences }] of byRow) {
    const entries: FoldInEntry[] = rows.map((other, at) => ({
      factors: factorsOf(other),
      confidence: confidences[at],
      target: 1,
    }))
    const regularization = penaltyOf(penalty, rows.length)
    solved.set(row, foldInRow(entries, { unobserved, regularization, prior }))
  }
  return solved
}

function writeRows({ data, stride }: Matrix, rows: ReadonlyMap<number, Float64Array>): void {
  for (const [row, values] of rows) data.set(values, row * stride)
}

/** V x, for V by rows. */
function times(vectors: Float64Array, x: Float64Array, n: number): Float64Array {
  return x.map((_, row) => {
    let sum = 0
    for (let f = 0; f < n; f++) sum += vectors[row * n + f] * x[f]
    return sum
  })
}

/** V' x, for V by rows. */
function timesTransposed(vectors: Float64Array, x: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n)
  for (let row = 0; row < n; row++) for (let f = 0; f < n; f++) product[f] += vectors[row * n + f] * x[row]
  return product
}
