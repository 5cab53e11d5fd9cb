import { gram, type Matrix, MatrixWorkspace, multiplyTransposed } from '@redux/kernels/linear-algebra'
import { invertCholesky } from '../linear-algebra/cholesky-inverse.js'
import type { SymmetricOperator } from '../linear-algebra/lanczos.js'
import type { BackendOption } from '../options.js'
import type { Incidence } from './incidence.js'
import type { InverseRoot, RootOptions } from './inverse-root.js'

/** How the kernels are to work. */
export interface KernelOptions {
  readonly threads: number
  readonly backend: BackendOption
}

/**
 * The exact root, R = L^-T of K = L L'. Factorised in doubles; products are in single precision, on the kernels.
 * O(nUsers^3) time, 32 nUsers^2 bytes.
 */
export function exactRoot(x: Incidence, { weights, c }: RootOptions, kernels: KernelOptions): InverseRoot {
  const n = x.nUsers
  const k = gramOfUsers(x, weights, c)
  for (let u = 0; u < n; u++) k[u * n + u] += 1
  invertCholesky(k, n)
  const workspace = new MatrixWorkspace(kernels)
  const inverse = lowerTriangle(workspace, k, n)
  const inverseOfK = gram(workspace, inverse)
  return {
    squaredNorms: () => sumsOverPairs(x, inverseOfK),
    intercepts() {
      const sums = new Float64Array(n)
      for (let at = 0; at < inverseOfK.length; at++) sums[at % n] += inverseOfK[at]
      return x.sumsOverUsers(sums)
    },
    scaledGram: (scales) => scaledGram(x, workspace, inverse, scales),
    project(vectors, count) {
      const rows = workspace.matrix(count, n)
      fill(rows, vectors)
      const product = workspace.matrix(count, n)
      multiplyTransposed(workspace, product, rows, transposed(workspace, inverse))
      return sumsOfRows(x, product)
    },
  }
}

/** The lower triangle of X W X' + c 1 1', row-major. O(sum of squared item counts). */
function gramOfUsers(x: Incidence, weights: Float64Array, c: number): Float64Array {
  const { nUsers, nItems, itemOffsets, usersOfItems } = x
  const sums = new Float64Array(nUsers * nUsers).fill(c)
  for (let i = 0; i < nItems; i++)
    for (let at = itemOffsets[i]; at < itemOffsets[i + 1]; at++) {
      const start = usersOfItems[at] * nUsers
      for (let other = itemOffsets[i]; other <= at; other++) sums[start + usersOfItems[other]] += weights[i]
    }
  return sums
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

/** L^-1 S L^-T for S = X D X', dense, as products with vectors. */
function scaledGram(
  x: Incidence,
  workspace: MatrixWorkspace,
  inverse: Matrix,
  scales: Float64Array,
): SymmetricOperator {
  const n = x.nUsers
  const s = workspace.matrix(n, n)
  const lower = gramOfUsers(x, scales, 0)
  const { data, stride } = s
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      data[row * stride + column] = lower[row * n + column]
      data[column * stride + row] = lower[row * n + column]
    }
  const half = workspace.matrix(n, n)
  const whole = workspace.matrix(n, n)
  // S is its own transpose.
  multiplyTransposed(workspace, half, inverse, s)
  multiplyTransposed(workspace, whole, half, inverse)
  const vector = workspace.matrix(1, n)
  const product = workspace.matrix(1, n)
  return {
    n,
    times(values) {
      vector.data.set(values)
      multiplyTransposed(workspace, product, vector, whole)
      return Float64Array.from(product.data.subarray(0, n))
    },
  }
}

function lowerTriangle(workspace: MatrixWorkspace, values: Float64Array, n: number): Matrix {
  const matrix = workspace.matrix(n, n)
  const { data, stride } = matrix
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) data[row * stride + column] = values[row * n + column]
  return matrix
}

function transposed(workspace: MatrixWorkspace, matrix: Matrix): Matrix {
  const { rows, columns } = matrix
  const turned = workspace.matrix(columns, rows)
  const [from, to] = [matrix.data, turned.data]
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      to[column * turned.stride + row] = from[row * matrix.stride + column]
  return turned
}

function fill({ data, stride, rows, columns }: Matrix, values: Float64Array): void {
  for (let row = 0; row < rows; row++)
    data.set(values.subarray(row * columns, (row + 1) * columns), row * stride)
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
