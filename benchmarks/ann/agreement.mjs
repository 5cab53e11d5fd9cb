// Holds the answers of one library to those of another, so that a fast wrong answer shows.

/** What float32 may round a distance by, relative to the lengths of the two vectors. */
const ROUNDING = 1e-5

/**
 * The share of labels that are among the peer's, or belong to vectors no further away than the furthest of them, but for
 * rounding: ties may be broken either way. A label that comes twice counts once.
 *
 * @param labels - nq x k, as are the peer's.
 * @param searched - `vectors`, `queries`, `d` and `metric`.
 */
export function agreement(labels, peerLabels, k, searched) {
  let agreed = 0
  for (let at = 0; at < labels.length; at += k) {
    const theirs = new Set(peerLabels.subarray(at, at + k))
    const ours = new Set(labels.subarray(at, at + k))
    let furthest
    for (const label of ours) {
      furthest ??= theirs.has(label) ? undefined : keyOfFurthest(theirs, at / k, searched)
      if (theirs.has(label) || isAsNear(label, at / k, furthest, searched)) agreed++
    }
  }
  return agreed / labels.length
}

function keyOfFurthest(labels, query, searched) {
  return Math.max(...[...labels].map((label) => measure(label, query, searched).key))
}

function isAsNear(label, query, furthest, searched) {
  const { key, scale } = measure(label, query, searched)
  return key <= furthest + ROUNDING * scale
}

/** How far a vector is from a query, smaller for nearer, and how large the numbers are that it comes from. */
function measure(label, query, { vectors, queries, d, metric }) {
  let [product, squares, squaresOfQuery] = [0, 0, 0]
  for (let j = 0; j < d; j++) {
    const [x, y] = [vectors[label * d + j], queries[query * d + j]]
    product += x * y
    squares += x * x
    squaresOfQuery += y * y
  }
  return metric === 'l2'
    ? { key: squares + squaresOfQuery - 2 * product, scale: squares + squaresOfQuery }
    : { key: -product, scale: Math.sqrt(squares * squaresOfQuery) }
}
