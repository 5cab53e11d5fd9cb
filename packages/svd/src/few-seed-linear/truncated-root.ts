import type { MatrixWorkspace } from '@redux/kernels/linear-algebra'
import { topEigen } from '../linear-algebra/lanczos.js'
import { addScaled, dot } from '../linear-algebra/vectors.js'
import type { Incidence } from './incidence.js'
import type { InverseRoot, RootOptions } from './inverse-root.js'

/**
 * A root for many users: X W X' + c 1 1' is replaced by its `rank` largest eigenpairs (theta, Q), and the root of
 * identity plus low rank is taken exactly: R = I + Q (diag((1 + theta)^-1/2) - I) Q'.
 *
 * O(rank (pairs + rank nUsers)) time, 8 rank nUsers bytes.
 *
 * @see Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011.
 */
export function truncatedRoot(
  x: Incidence,
  { weights, c }: RootOptions,
  {
    rank,
    seed,
    workspace,
  }: { readonly rank: number; readonly seed: number; readonly workspace: MatrixWorkspace },
): InverseRoot {
  const n = x.nUsers
  const product = (vector: Float64Array) => {
    const sums = scaled(x.sumsOverUsers(vector), weights)
    const constant = c * vector.reduce((sum, value) => sum + value, 0)
    return x.sumsOverItems(sums).map((value) => value + constant)
  }
  const { values, vectors } = topEigen({ n, times: product }, rank, seed, workspace)
  const directions = Array.from(values, (_, at) => vectors.subarray(at * n, (at + 1) * n))
  /** I + Q (diag(function of theta) - I) Q' times a vector. */
  const stretched = (vector: Float64Array, stretch: (theta: number) => number) => {
    const answer = vector.slice()
    for (const [at, direction] of directions.entries())
      addScaled(answer, direction, dot(vector, direction) * (stretch(values[at]) - 1))
    return answer
  }
  const times = (vector: Float64Array) => stretched(vector, (theta) => 1 / Math.sqrt(1 + theta))
  return {
    squaredNorms() {
      const norms = Float64Array.from({ length: x.nItems }, (_, i) => x.count(i))
      for (const [at, direction] of directions.entries()) {
        const sums = x.sumsOverUsers(direction)
        const share = values[at] / (1 + values[at])
        for (let i = 0; i < norms.length; i++) norms[i] -= share * sums[i] ** 2
      }
      return norms
    },
    intercepts: () => x.sumsOverUsers(stretched(new Float64Array(n).fill(1), (theta) => 1 / (1 + theta))),
    scaledGram: (scales) => ({
      n,
      times: (vector) => times(x.sumsOverItems(scaled(x.sumsOverUsers(times(vector)), scales))),
    }),
    project(rows, k) {
      const projected = new Float64Array(x.nItems * k)
      for (let f = 0; f < k; f++) {
        const column = x.sumsOverUsers(times(rows.subarray(f * n, (f + 1) * n)))
        for (let i = 0; i < x.nItems; i++) projected[i * k + f] = column[i]
      }
      return projected
    },
  }
}

function scaled(values: Float64Array, scales: Float64Array): Float64Array {
  for (let at = 0; at < values.length; at++) values[at] *= scales[at]
  return values
}
