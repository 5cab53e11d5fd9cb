/**
 * Keeps the `k` best of the candidates offered to it, where the smaller key is better and, among equal keys, the
 * smaller id. The order is total, so what is kept depends neither on the order of the offers nor on how a scan
 * was cut into pieces.
 *
 * A binary heap with the worst kept candidate at its root: an offer costs one comparison when it is refused,
 * which is nearly always, and `O(log k)` when it is kept.
 *
 * Keys must not be NaN; Infinity is a key like any other.
 */
export class TopKHeap {
  /** The most candidates kept. */
  readonly capacity: number
  #size = 0
  readonly #keys: Float64Array
  readonly #ids: Int32Array

  /** @param capacity - An integer >= 0. */
  constructor(capacity: number) {
    this.capacity = capacity
    this.#keys = new Float64Array(capacity)
    this.#ids = new Int32Array(capacity)
  }

  /** How many candidates are kept now. */
  get size(): number {
    return this.#size
  }

  /** Whether {@link TopKHeap.offer} would keep this candidate. */
  admits(key: number, id: number): boolean {
    if (this.#size < this.capacity) return true
    if (this.capacity === 0) return false
    const worst = this.#keys[0]!
    return key < worst || (key === worst && id < this.#ids[0]!)
  }

  /**
   * Offers a candidate; the worst kept one makes room for it when the heap is full.
   *
   * @param id - Offered once at most between two drains.
   */
  offer(key: number, id: number): void {
    if (!this.admits(key, id)) return
    if (this.#size < this.capacity) this.#siftUp(this.#size++, key, id)
    else this.#siftDown(key, id)
  }

  /**
   * Empties the heap into two arrays, best first, and pads what is left of the `k` places.
   *
   * Cost: `O(size log size)`.
   *
   * @param keySign - Multiplies every key on its way out.
   * @param distances - Receives the signed keys at `start .. start + k`; padding is Infinity times `keySign`.
   * @param labels - Receives the ids at `start .. start + k`; padding is -1.
   * @param k - At least {@link TopKHeap.size}.
   */
  drainInto(keySign: 1 | -1, distances: Float32Array, labels: Int32Array, start: number, k: number): void {
    distances.fill(keySign * Infinity, start + this.#size, start + k)
    labels.fill(-1, start + this.#size, start + k)
    while (this.#size > 0) {
      const last = --this.#size
      distances[start + last] = keySign * this.#keys[0]!
      labels[start + last] = this.#ids[0]!
      this.#siftDown(this.#keys[last]!, this.#ids[last]!)
    }
  }

  /** Puts a candidate at the free `place`, moving better ancestors down past it. */
  #siftUp(place: number, key: number, id: number): void {
    const keys = this.#keys
    const ids = this.#ids
    let at = place
    while (at > 0) {
      const parent = (at - 1) >> 1
      const parentKey = keys[parent]!
      if (parentKey > key || (parentKey === key && ids[parent]! > id)) break
      keys[at] = parentKey
      ids[at] = ids[parent]!
      at = parent
    }
    keys[at] = key
    ids[at] = id
  }

  /** Puts a candidate in the root's place, moving worse descendants up past it. */
  #siftDown(key: number, id: number): void {
    const keys = this.#keys
    const ids = this.#ids
    const size = this.#size
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      const right = child + 1
      if (
        right < size &&
        (keys[right]! > keys[child]! || (keys[right]! === keys[child]! && ids[right]! > ids[child]!))
      )
        child = right
      const childKey = keys[child]!
      if (key > childKey || (key === childKey && id > ids[child]!)) break
      keys[at] = childKey
      ids[at] = ids[child]!
      at = child
    }
    keys[at] = key
    ids[at] = id
  }
}
