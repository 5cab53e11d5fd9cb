/**
 * Makes room at the end of an array that only grows: it is twice as long after each move, so that appending one element
 * after the other costs `O(1)` each.
 *
 * @param used - How many elements of `array` count; those behind are undefined.
 * @param needed - How many there must be room for.
 * @returns `array` itself where there is room, else a longer one that begins with the same `used` elements.
 */
export function withRoom<T extends Uint8Array | Int32Array | BigInt64Array>(
  array: T,
  used: number,
  needed: number,
): T {
  if (needed <= array.length) return array
  const grown = new (array.constructor as new (length: number) => T)(Math.max(needed, 2 * used))
  // Both are of one type, which the compiler cannot tell.
  ;(grown as Uint8Array).set(array.subarray(0, used) as Uint8Array)
  return grown
}
