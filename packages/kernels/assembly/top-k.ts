// The k best of the candidates offered: a binary heap with the worst at its root, ordered by (key, label) so that what
// is kept does not depend on the order of the offers. src/reference/top-k-heap.ts is its plain twin.

/** Whether candidate (key, label) comes after (otherKey, otherLabel): 0 or 1, found without a jump. */
function isWorse(key: f32, label: i32, otherKey: f32, otherLabel: i32): i32 {
  return <i32>(key > otherKey) | (<i32>(key === otherKey) & <i32>(label > otherLabel))
}

/** Puts a candidate at the free place `at`, moving better ancestors down past it. */
export function siftUp(keys: usize, labels: usize, at: i32, key: f32, label: i32): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentKey = load<f32>(keys + ((<usize>parent) << 2))
    const parentLabel = load<i32>(labels + ((<usize>parent) << 2))
    if (isWorse(parentKey, parentLabel, key, label)) break
    store<f32>(keys + ((<usize>at) << 2), parentKey)
    store<i32>(labels + ((<usize>at) << 2), parentLabel)
    at = parent
  }
  store<f32>(keys + ((<usize>at) << 2), key)
  store<i32>(labels + ((<usize>at) << 2), label)
}

/** Puts a candidate in the root's place of a heap of `size`, moving worse descendants up past it. */
export function siftDown(keys: usize, labels: usize, size: i32, key: f32, label: i32): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    // Which child is the worse one cannot be foreseen: a jump would be mistaken every other time.
    if (child + 1 < size) {
      const leftAt = (<usize>child) << 2
      child += isWorse(
        load<f32>(keys + leftAt, 4),
        load<i32>(labels + leftAt, 4),
        load<f32>(keys + leftAt),
        load<i32>(labels + leftAt),
      )
    }
    const childKey = load<f32>(keys + ((<usize>child) << 2))
    const childLabel = load<i32>(labels + ((<usize>child) << 2))
    if (isWorse(key, label, childKey, childLabel)) break
    store<f32>(keys + ((<usize>at) << 2), childKey)
    store<i32>(labels + ((<usize>at) << 2), childLabel)
    at = child
  }
  store<f32>(keys + ((<usize>at) << 2), key)
  store<i32>(labels + ((<usize>at) << 2), label)
}

/** Turns a heap of `size` into a list, best first, in place. */
export function sortHeap(keys: usize, labels: usize, size: i32): void {
  for (let last = size - 1; last > 0; last--) {
    const key = load<f32>(keys + ((<usize>last) << 2))
    const label = load<i32>(labels + ((<usize>last) << 2))
    store<f32>(keys + ((<usize>last) << 2), load<f32>(keys))
    store<i32>(labels + ((<usize>last) << 2), load<i32>(labels))
    siftDown(keys, labels, last, key, label)
  }
}
