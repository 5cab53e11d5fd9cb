import type { Ratings } from '../ratings.js'

/** Who took what, as a sparse 0/1 matrix X of users x items, by user and by item. */
export class Incidence {
  readonly nUsers: number
  readonly nItems: number
  /** User u took the items `itemsOfUsers[userOffsets[u]] …`, each once. */
  readonly userOffsets: Int32Array
  readonly itemsOfUsers: Int32Array
  /** Item i was taken by the users `usersOfItems[itemOffsets[i]] …`, ascending. */
  readonly itemOffsets: Int32Array
  readonly usersOfItems: Int32Array

  /** Values do not matter; a pair given twice is taken once. */
  constructor({ nUsers, nItems, offsets, itemRows }: Ratings) {
    this.nUsers = nUsers
    this.nItems = nItems
    this.userOffsets = new Int32Array(nUsers + 1)
    const items = new Int32Array(itemRows.length)
    const lastUser = new Int32Array(nItems).fill(-1)
    let size = 0
    for (let u = 0; u < nUsers; u++) {
      for (let at = offsets[u]; at < offsets[u + 1]; at++) {
        const item = itemRows[at]
        if (lastUser[item] !== u) items[size++] = item
        lastUser[item] = u
      }
      this.userOffsets[u + 1] = size
    }
    this.itemsOfUsers = items.slice(0, size)
    const { itemOffsets, usersOfItems } = this.#byItem()
    this.itemOffsets = itemOffsets
    this.usersOfItems = usersOfItems
  }

  #byItem() {
    const { nUsers, nItems, userOffsets, itemsOfUsers } = this
    const itemOffsets = new Int32Array(nItems + 1)
    for (const item of itemsOfUsers) itemOffsets[item + 1]++
    for (let i = 0; i < nItems; i++) itemOffsets[i + 1] += itemOffsets[i]
    const next = itemOffsets.slice(0, nItems)
    const usersOfItems = new Int32Array(itemsOfUsers.length)
    for (let u = 0; u < nUsers; u++)
      for (let at = userOffsets[u]; at < userOffsets[u + 1]; at++) usersOfItems[next[itemsOfUsers[at]]++] = u
    return { itemOffsets, usersOfItems }
  }

  /** Number of users of an item. */
  count(item: number): number {
    return this.itemOffsets[item + 1] - this.itemOffsets[item]
  }

  /** `X' vector`, nItems long: over each item's users. */
  sumsOverUsers(vector: Float64Array): Float64Array {
    const { nItems, itemOffsets, usersOfItems } = this
    return sumsOf(nItems, itemOffsets, usersOfItems, vector)
  }

  /** `X vector`, nUsers long: over each user's items. */
  sumsOverItems(vector: Float64Array): Float64Array {
    const { nUsers, userOffsets, itemsOfUsers } = this
    return sumsOf(nUsers, userOffsets, itemsOfUsers, vector)
  }
}

function sumsOf(n: number, offsets: Int32Array, places: Int32Array, vector: Float64Array): Float64Array {
  const sums = new Float64Array(n)
  for (let row = 0, at = 0; row < n; row++) {
    let sum = 0
    for (const end = offsets[row + 1]; at < end; at++) sum += vector[places[at]]
    sums[row] = sum
  }
  return sums
}
