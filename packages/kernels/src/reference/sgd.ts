/** The arrays one SGD epoch reads and writes. All lengths are the caller's to check. */
export interface SgdState {
  /** nUsers + 1 long: user u's ratings are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Item index of every rating. */
  readonly items: Int32Array
  /** Value of every rating. */
  readonly values: Float32Array
  /** nUsers x stride, row-major; written. */
  readonly userFactors: Float32Array
  /** nItems x stride, row-major; written. */
  readonly itemFactors: Float32Array
  /** nUsers long; written when biased. */
  readonly userBiases: Float32Array
  /** nItems long; written when biased. */
  readonly itemBiases: Float32Array
  /** Floats from one factor row to the next, a multiple of 4, at least nFactors; the padding stays 0. */
  readonly stride: number
}

/** Step sizes and penalties of one epoch, one of each per kind of parameter, and what is added to every dot product. */
export interface SgdRates {
  readonly biased: boolean
  /** The mean rating, or 0 for a model without biases. */
  readonly mu: number
  readonly learningRate: ParameterRates
  readonly regularization: ParameterRates
}

/** One number for each kind of parameter. */
export interface ParameterRates {
  readonly userBiases: number
  readonly itemBiases: number
  readonly userFactors: number
  readonly itemFactors: number
}

/**
 * One pass of stochastic gradient descent over all ratings, user by user, in stored order.
 *
 * Funk's update with both factor rows moved from their old values (as Surprise does; a common variant
 * moves `pu` first and uses its new value for `qi`):
 *
 *     err = r - (mu + bu + bi + pu . qi)
 *     bu += lr (err - reg bu)          bi += lr (err - reg bi)
 *     pu += lr (err qi - reg pu)       qi += lr (err pu - reg qi)
 *
 * Arithmetic in doubles, storage in single precision. About `8 * stride` flops a rating; allocates nothing.
 *
 * @returns The sum of squared errors, each taken just before its own update.
 * @see Funk, "Netflix Update: Try This at Home", 2006. https://sifter.org/~simon/journal/20061211.html
 * @see Koren, Bell, Volinsky, "Matrix Factorization Techniques for Recommender Systems", IEEE Computer 42(8), 2009.
 */
export function sgdEpoch(state: SgdState, rates: SgdRates): number {
  const { offsets, items, values, userFactors, itemFactors, userBiases, itemBiases, stride } = state
  const { biased, mu, learningRate, regularization } = rates
  const lrBu = learningRate.userBiases
  const lrBi = learningRate.itemBiases
  const lrPu = learningRate.userFactors
  const lrQi = learningRate.itemFactors
  const regBu = regularization.userBiases
  const regBi = regularization.itemBiases
  // lr (err q - reg p) + p = keepP p + (lr err) q: one multiplication less per factor.
  const keepP = 1 - lrPu * regularization.userFactors
  const keepQ = 1 - lrQi * regularization.itemFactors
  const nUsers = offsets.length - 1
  let squaredError = 0
  for (let u = 0; u < nUsers; u++) {
    const pu = u * stride
    const end = offsets[u + 1]
    let bu = userBiases[u]
    for (let position = offsets[u]; position < end; position++) {
      const i = items[position]
      const qi = i * stride
      let dot = 0
      for (let f = 0; f < stride; f += 4) {
        dot +=
          userFactors[pu + f] * itemFactors[qi + f] +
          userFactors[pu + f + 1] * itemFactors[qi + f + 1] +
          userFactors[pu + f + 2] * itemFactors[qi + f + 2] +
          userFactors[pu + f + 3] * itemFactors[qi + f + 3]
      }
      const bi = itemBiases[i]
      const err = values[position] - (mu + bu + bi + dot)
      squaredError += err * err
      if (biased) {
        bu += lrBu * (err - regBu * bu)
        itemBiases[i] = bi + lrBi * (err - regBi * bi)
      }
      const gP = lrPu * err
      const gQ = lrQi * err
      for (let f = 0; f < stride; f++) {
        const p = userFactors[pu + f]
        const q = itemFactors[qi + f]
        userFactors[pu + f] = keepP * p + gP * q
        itemFactors[qi + f] = keepQ * q + gQ * p
      }
    }
    userBiases[u] = bu
  }
  return squaredError
}
