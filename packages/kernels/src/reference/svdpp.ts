import type { ParameterRates, SgdState } from './sgd.js'

/** The arrays one epoch of SVD++ reads and writes. All lengths are the caller's to check. */
export interface SvdppState extends SgdState {
  /** nItems x stride, row-major: y_j, what it says of a user to have rated item j at all; written. */
  readonly implicitFactors: Float32Array
}

/** One number for each kind of parameter of SVD++. */
export interface SvdppParameterRates extends ParameterRates {
  readonly implicitFactors: number
}

/** Step sizes and penalties of one epoch, and the mean rating. */
export interface SvdppRates {
  readonly mu: number
  readonly learningRate: SvdppParameterRates
  readonly regularization: SvdppParameterRates
}

/**
 * One pass of stochastic gradient descent for SVD++, user by user, in stored order. With N the items of user u, n of
 * them, and zu = n^-1/2 * sum of yj over j in N:
 *
 *     err = r - (mu + bu + bi + qi . (pu + zu))
 *     bu += lr (err - reg bu)              bi += lr (err - reg bi)
 *     pu += lr (err qi - reg pu)           qi += lr (err (pu + zu) - reg qi)
 *     yj += lr (err n^-1/2 qi - reg yj)    for every j in N
 *
 * Every yj of N is scaled and moved alike by every rating, and zu with it: zu += lr (err qi - reg zu). So it is enough
 * to follow zu from rating to rating, and to move all yj once, when the user is done: `16 * stride` flops a rating
 * instead of `4 * n * stride`, with the same result. An item that a user has rated twice is two items of N here, each
 * moved as the one.
 *
 * Arithmetic in doubles, storage in single precision.
 *
 * @returns The sum of squared errors, each taken just before its own update.
 * @see Koren, "Factorization Meets the Neighborhood", KDD 2008, section 4 and equation 15.
 */
export function svdppEpoch(state: SvdppState, rates: SvdppRates): number {
  const { offsets, items, stride, implicitFactors } = state
  const keepY = 1 - rates.learningRate.implicitFactors * rates.regularization.implicitFactors
  const zu = new Float64Array(stride)
  let squaredError = 0
  for (let u = 0; u < offsets.length - 1; u++) {
    const [first, end] = [offsets[u], offsets[u + 1]]
    if (first === end) continue
    const share = 1 / Math.sqrt(end - first)
    zu.fill(0)
    for (let position = first; position < end; position++)
      for (let f = 0; f < stride; f++) zu[f] += share * implicitFactors[items[position] * stride + f]
    const before = zu.slice()
    squaredError += visitUser(state, rates, u, zu)
    const kept = keepY ** (end - first)
    for (let position = first; position < end; position++) {
      const yj = items[position] * stride
      for (let f = 0; f < stride; f++)
        implicitFactors[yj + f] = kept * implicitFactors[yj + f] + share * (zu[f] - kept * before[f])
    }
  }
  return squaredError
}

/** The ratings of one user; moves everything but the implicit factors, for which it moves zu. */
function visitUser(state: SvdppState, rates: SvdppRates, u: number, zu: Float64Array): number {
  const { offsets, items, values, userFactors, itemFactors, userBiases, itemBiases, stride } = state
  const { mu, learningRate: lr, regularization: reg } = rates
  const keepP = 1 - lr.userFactors * reg.userFactors
  const keepQ = 1 - lr.itemFactors * reg.itemFactors
  const keepY = 1 - lr.implicitFactors * reg.implicitFactors
  const pu = u * stride
  let squaredError = 0
  for (let position = offsets[u]; position < offsets[u + 1]; position++) {
    const i = items[position]
    const qi = i * stride
    let dot = 0
    for (let f = 0; f < stride; f++) dot += itemFactors[qi + f] * (userFactors[pu + f] + zu[f])
    const err = values[position] - (mu + userBiases[u] + itemBiases[i] + dot)
    squaredError += err * err
    userBiases[u] += lr.userBiases * (err - reg.userBiases * userBiases[u])
    itemBiases[i] += lr.itemBiases * (err - reg.itemBiases * itemBiases[i])
    const gP = lr.userFactors * err
    const gQ = lr.itemFactors * err
    const gY = lr.implicitFactors * err
    for (let f = 0; f < stride; f++) {
      const p = userFactors[pu + f]
      const q = itemFactors[qi + f]
      userFactors[pu + f] = keepP * p + gP * q
      itemFactors[qi + f] = keepQ * q + gQ * (p + zu[f])
      zu[f] = keepY * zu[f] + gY * q
    }
  }
  return squaredError
}
