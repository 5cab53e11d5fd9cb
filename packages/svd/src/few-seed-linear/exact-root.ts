import {
  addProduct,
  gram,
  type Matrix,
  type MatrixWorkspace,
  multiplyTransposed,
} from '@redux/kernels/linear-algebra'
import { invertPositive } from '../linear-algebra/invert-positive.js'
import type { SymmetricOperator } from '../linear-algebra/lanczos.js'
import { dot } from '../linear-algebra/vectors.js'
import type { Incidence } from './incidence.js'
import type { InverseRoot, RootOptions } from './inverse-root.js'

/** Matrices of which half is zero are read by half. */
const LOWER = { isLower: true }

/**
 * The exact root. K less its constant, I + X W X' = L L', is so well conditioned that L^-1 in single precision will do;
 * the constant, which is not, is put back by Sherman and Morrison's formula. With z = L^-1 1 and s = z'z that is
 *
 *     K^-1 = L^-T (I - c / (1 + c s) z z') L^-1      R = L^-T (I - m z z')   with (1 - m s)^2 = 1 / (1 + c s)
 *
 * `nUsers^3 / 2` multiply-adds, and `nUsers^2` for every product with Z'DZ; 24 nUsers^2 bytes.
 */
export function exactRoot(
  x: Incidence,
  { weights, c }: RootOptions,
  workspace: MatrixWorkspace,
): InverseRoot {
  const n = x.nUsers
  const inverse = workspace.matrix(n, n)
  addGramOfUsers(inverse, x, weights)
  invertPositive(workspace, inverse)
  const z = rowSums(inverse)
  const s = dot(z, z)
  const constant = new Constant(z, (1 - 1 / Math.sqrt(1 + c * s)) / s)
  // Of what is left of K without its constant.
  const inverseOfK = gram(workspace, inverse, LOWER)
  const sums = x.sumsOverUsers(columnSums(inverseOfK, n))
  return {
    squaredNorms: () =>
      sumsOverPairs(x, inverseOfK).map((norm, i) => norm - (c / (1 + c * s)) * sums[i] ** 2),
    intercepts: () => sums.map((sum) => sum / (1 + c * s)),
    scaledGram: (scales) => scaledGram(x, workspace, inverse, constant, scales),
    project(vectors, count) {
      const rows = workspace.matrix(count, n)
      for (let row = 0; row < count; row++)
        rows.data.set(constant.takenFrom(vectors.subarray(row * n, (row + 1) * n)), row * rows.stride)
      const product = workspace.matrix(count, n)
      addProduct(workspace, product, rows, inverse, LOWER)
      return sumsOfRows(x, product)
    },
  }
}

/** I - m z z'. */
class Constant {
  readonly #z: Float64Array
  readonly #m: number

  constructor(z: Float64Array, m: number) {
    this.#z = z
    this.#m = m
  }

  /** The product with a vector. */
  takenFrom(vector: Float64Array): Float64Array {
    const share = this.#m * dot(vector, this.#z)
    return vector.map((value, at) => value - share * this.#z[at])
  }
}

/** The upper triangle of I + X W X'. O(sum of squared item counts). */
function addGramOfUsers({ data, rows, stride }: Matrix, x: Incidence, weights: Float64Array): void {
  const { nItems, itemOffsets, usersOfItems } = x
  for (let u = 0; u < rows; u++) data[u * stride + u] = 1
  for (let i = 0; i < nItems; i++) {
    const end = itemOffsets[i + 1]
    for (let at = itemOffsets[i]; at < end; at++) {
      const start = usersOfItems[at] * stride
      for (let other = at; other < end; other++) data[start + usersOfItems[other]] += weights[i]
    }
  }
}

/** x_i' A x_i for every item and a symmetric A: sums over all pairs of its users. */
function sumsOverPairs(
  { nUsers, nItems, itemOffsets, usersOfItems }: Incidence,
  a: Float64Array,
): Float64Array {
  const sums = new Float64Array(nItems)
  for (let i = 0; i < nItems; i++)
    for (let at = itemOffsets[i]; at < itemOffsets[i + 1]; at++) {
      const start = usersOfItems[at] * nUsers
      sums[i] += a[start + usersOfItems[at]]
      for (let other = itemOffsets[i]; other < at; other++) sums[i] += 2 * a[start + usersOfItems[other]]
    }
  return sums
}

/** R'SR for S = X D X', as products with vectors: one with each factor. */
function scaledGram(
  x: Incidence,
  workspace: MatrixWorkspace,
  inverse: Matrix,
  constant: Constant,
  scales: Float64Array,
): SymmetricOperator {
  const n = x.nUsers
  const vector = workspace.matrix(1, n)
  const product = workspace.matrix(1, n)
  return {
    n,
    times(values) {
      vector.data.set(constant.takenFrom(values))
      product.data.fill(0)
      addProduct(workspace, product, vector, inverse, LOWER)
      const sums = x.sumsOverUsers(Float64Array.from(product.data.subarray(0, n)))
      for (let i = 0; i < sums.length; i++) sums[i] *= scales[i]
      vector.data.set(x.sumsOverItems(sums))
      multiplyTransposed(workspace, product, vector, inverse, LOWER)
      return constant.takenFrom(Float64Array.from(product.data.subarray(0, n)))
    },
  }
}

function rowSums({ data, rows, stride }: Matrix): Float64Array {
  const sums = new Float64Array(rows)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column <= row; column++) sums[row] += data[row * stride + column]
  return sums
}

function columnSums(a: Float64Array, n: number): Float64Array {
  const sums = new Float64Array(n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) sums[column] += a[row * n + column]
  return sums
}

/** For every item, the sum of its users' columns: nItems x rows, row-major. */
function sumsOfRows(x: Incidence, { data, stride, rows }: Matrix): Float64Array {
  const { nItems, itemOffsets, usersOfItems } = x
  // By user, so that what is added up lies together.
  const byUser = new Float64Array(x.nUsers * rows)
  for (let u = 0; u < x.nUsers; u++)
    for (let row = 0; row < rows; row++) byUser[u * rows + row] = data[row * stride + u]
  const sums = new Float64Array(nItems * rows)
  for (let i = 0; i < nItems; i++)
    for (let at = itemOffsets[i]; at < itemOffsets[i + 1]; at++) {
      const start = usersOfItems[at] * rows
      for (let row = 0; row < rows; row++) sums[i * rows + row] += byUser[start + row]
    }
  return sums
}
