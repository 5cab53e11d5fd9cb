import type { Matrix } from '../matrix.js'
import type { RidgeRows } from '../ridge-rows.js'
import { factorizePlainly, solvePlainly } from './cholesky.js'

/** What ../ridge-rows.ts says, in doubles, in as many unknowns as a row has entries or as there are factors. */
export function solveRidgeRowsPlainly(W: Matrix, Y: Matrix, spectrum: Float32Array, rows: RidgeRows): void {
  const [w, y, k] = [W.data, Y.data, W.columns]
  const [offsets, entries] = [rows.offsets.view, rows.entries.view]
  const [confidences, targets] = [rows.confidences.view, rows.targets.view]
  for (let row = 0; row < rows.nRows; row++) {
    const [first, end] = [offsets[row], offsets[row + 1]]
    const penalty = Float64Array.from(spectrum, (value) => value + rows.regularization.view[row])
    const c = confidences.subarray(first, end)
    const t = targets.subarray(first, end)
    const known = Array.from(entries.subarray(first, end), (entry) =>
      y.subarray(entry * Y.stride, entry * Y.stride + k),
    )
    const solution = end - first <= k ? solveDual(known, c, t, penalty) : solvePrimal(known, c, t, penalty)
    w.set(solution, row * W.stride)
    rows.losses.view[row] = lossOf(solution, known, c, t, penalty)
  }
}

type Rows = readonly Float32Array[]

function solveDual(known: Rows, c: Float32Array, t: Float32Array, penalty: Float64Array): Float64Array {
  const n = known.length
  const system = new Float64Array(n * n)
  const scaled = known.map((factors) => Float64Array.from(factors, (value, f) => value / penalty[f]))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) system[i * n + j] = dot(scaled[i], known[j])
    system[i * n + i] += 1 / c[i]
  }
  factorizePlainly(system, n)
  const weights = solvePlainly(system, n, Float64Array.from(t))
  const solution = new Float64Array(penalty.length)
  for (let i = 0; i < n; i++)
    for (let f = 0; f < solution.length; f++) solution[f] += weights[i] * scaled[i][f]
  return solution
}

function solvePrimal(known: Rows, c: Float32Array, t: Float32Array, penalty: Float64Array): Float64Array {
  const k = penalty.length
  const system = new Float64Array(k * k)
  const right = new Float64Array(k)
  for (const [at, factors] of known.entries())
    for (let i = 0; i < k; i++) {
      const weighted = c[at] * factors[i]
      right[i] += weighted * t[at]
      for (let j = 0; j <= i; j++) system[i * k + j] += weighted * factors[j]
    }
  for (let f = 0; f < k; f++) system[f * k + f] += penalty[f]
  factorizePlainly(system, k)
  return solvePlainly(system, k, right)
}

function lossOf(
  solution: Float64Array,
  known: Rows,
  c: Float32Array,
  t: Float32Array,
  penalty: Float64Array,
): number {
  let loss = 0
  for (const [at, factors] of known.entries()) loss += c[at] * (t[at] - dot(solution, factors)) ** 2
  for (let f = 0; f < solution.length; f++) loss += penalty[f] * solution[f] ** 2
  return loss
}

function dot(a: Float64Array, b: Float32Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}
