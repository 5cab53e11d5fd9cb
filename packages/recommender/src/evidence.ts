/** Listeners at whom half of what a model says of an item counts. */
const HALF = 50

/**
 * How far to trust what a model says of an item, from 0 to 1: n / (n + 50) for n listeners. SGD has hardly moved
 * the factors of a rarely heard item from their random start, so what they are near to means little.
 */
export function evidence(listeners: number): number {
  return listeners / (listeners + HALF)
}
