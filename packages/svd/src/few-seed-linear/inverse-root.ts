import { invertCholesky } from '../linear-algebra/cholesky-inverse.js'
import { addScaled, dot, topEigen } from '../linear-algebra/lanczos.js'
import type { Incidence } from './incidence.js'

/**
 * A root R of the inverse of K = I + X W X' + c 1 1', where X is users x items and W a diagonal: R R' = K^-1. Any root
 * serves, for only inner products of Z = X'R matter.
 */
export interface InverseRoot {
  /** `R vector`, nUsers long. */
  times(vector: Float64Array): Float64Array
  /** `R' vector`, nUsers long. */
  transposedTimes(vector: Float64Array): Float64Array
  /** |R'x_i|^2 for every item i: how much of it the users explain. nItems long. */
  squaredNorms(): Float64Array
}

/** The exact root, from the Cholesky factor of K. O(nUsers^3) time, 8 nUsers^2 bytes. */
export function exactRoot(x: Incidence, weights: Float64Array, c: number): InverseRoot {
  const n = x.nUsers
  const inverse = gramOfUsers(x, weights, c)
  invertCholesky(inverse, n)
  // K = L L', so K^-1 = L^-T L^-1 and R = L^-T.
  return {
    times: (vector) => lowerTransposedTimes(inverse, n, vector),
    transposedTimes: (vector) => lowerTimes(inverse, n, vector),
    squaredNorms: () => squaredNormsOf(x, inverse),
  }
}

/** `L' vector` for a lower triangular L: four rows of L are added at a time. */
function lowerTransposedTimes(lower: Float64Array, n: number, vector: Float64Array): Float64Array {
  const product = new Float64Array(n)
  let row = 0
  for (; row + 3 < n; row += 4) {
    const [a, b, c, d] = [row * n, (row + 1) * n, (row + 2) * n, (row + 3) * n]
    const [va, vb, vc, vd] = [vector[row], vector[row + 1], vector[row + 2], vector[row + 3]]
    for (let j = 0; j <= row; j++)
      product[j] += va * lower[a + j] + vb * lower[b + j] + (vc * lower[c + j] + vd * lower[d + j])
    product[row + 1] += vb * lower[b + row + 1] + vc * lower[c + row + 1] + vd * lower[d + row + 1]
    product[row + 2] += vc * lower[c + row + 2] + vd * lower[d + row + 2]
    product[row + 3] += vd * lower[d + row + 3]
  }
  for (; row < n; row++) for (let j = 0; j <= row; j++) product[j] += vector[row] * lower[row * n + j]
  return product
}

/** `L vector` for a lower triangular L: four rows of L at a time. */
function lowerTimes(lower: Float64Array, n: number, vector: Float64Array): Float64Array {
  const product = new Float64Array(n)
  let row = 0
  for (; row + 3 < n; row += 4) {
    const [a, b, c, d] = [row * n, (row + 1) * n, (row + 2) * n, (row + 3) * n]
    let [sa, sb, sc, sd] = [0, 0, 0, 0]
    for (let j = 0; j <= row; j++) {
      const value = vector[j]
      sa += lower[a + j] * value
      sb += lower[b + j] * value
      sc += lower[c + j] * value
      sd += lower[d + j] * value
    }
    const [v1, v2, v3] = [vector[row + 1], vector[row + 2], vector[row + 3]]
    product[row] = sa
    product[row + 1] = sb + lower[b + row + 1] * v1
    product[row + 2] = sc + lower[c + row + 1] * v1 + lower[c + row + 2] * v2
    product[row + 3] = sd + lower[d + row + 1] * v1 + lower[d + row + 2] * v2 + lower[d + row + 3] * v3
  }
  for (; row < n; row++) for (let j = 0; j <= row; j++) product[row] += lower[row * n + j] * vector[j]
  return product
}

/** The lower triangle of K, row-major. O(sum of squared item counts). */
function gramOfUsers(x: Incidence, weights: Float64Array, c: number): Float64Array {
  const { nUsers, nItems, itemOffsets, usersOfItems } = x
  const gram = new Float64Array(nUsers * nUsers).fill(c)
  for (let u = 0; u < nUsers; u++) gram[u * nUsers + u] += 1
  for (let i = 0; i < nItems; i++)
    for (let at = itemOffsets[i]; at < itemOffsets[i + 1]; at++) {
      const start = usersOfItems[at] * nUsers
      for (let other = itemOffsets[i]; other <= at; other++) gram[start + usersOfItems[other]] += weights[i]
    }
  return gram
}

/** |L^-1 x_i|^2: the squares of sums over the columns of the users of i. */
function squaredNormsOf(x: Incidence, inverse: Float64Array): Float64Array {
  const { nUsers: n, nItems, itemOffsets, usersOfItems } = x
  const norms = new Float64Array(nItems)
  for (let row = 0; row < n; row++) {
    const start = row * n
    for (let i = 0; i < nItems; i++) {
      let sum = 0
      // Users ascend, and L^-1 is zero right of its diagonal.
      for (let at = itemOffsets[i]; at < itemOffsets[i + 1] && usersOfItems[at] <= row; at++)
        sum += inverse[start + usersOfItems[at]]
      norms[i] += sum * sum
    }
  }
  return norms
}

/**
 * A root for many users: X W X' is replaced by its `rank` largest eigenpairs, and the root of identity plus low rank is
 * taken exactly. O(rank (pairs + rank nUsers)) time, 8 rank nUsers bytes.
 *
 * @see Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011.
 */
export function truncatedRoot(
  x: Incidence,
  weights: Float64Array,
  { c, rank, seed }: { readonly c: number; readonly rank: number; readonly seed: number },
): InverseRoot {
  const n = x.nUsers
  const product = (vector: Float64Array) => {
    const sums = x.sumsOverUsers(vector)
    for (let i = 0; i < sums.length; i++) sums[i] *= weights[i]
    const back = x.sumsOverItems(sums)
    addScaled(back, new Float64Array(n).fill(1), c * vector.reduce((sum, value) => sum + value, 0))
    return back
  }
  const { values, vectors } = topEigen({ n, times: product }, rank, seed)
  const directions = Array.from(values, (_, at) => vectors.subarray(at * n, (at + 1) * n))
  // K^-1/2 = I + Q (diag((1 + theta)^-1/2) - I) Q'
  const times = (vector: Float64Array) => {
    const answer = vector.slice()
    for (const [at, direction] of directions.entries())
      addScaled(answer, direction, dot(vector, direction) * (1 / Math.sqrt(1 + values[at]) - 1))
    return answer
  }
  return {
    times,
    transposedTimes: times,
    squaredNorms() {
      const norms = Float64Array.from({ length: x.nItems }, (_, i) => x.count(i))
      for (const [at, direction] of directions.entries()) {
        const sums = x.sumsOverUsers(direction)
        const share = values[at] / (1 + values[at])
        for (let i = 0; i < norms.length; i++) norms[i] -= share * sums[i] ** 2
      }
      return norms
    },
  }
}
