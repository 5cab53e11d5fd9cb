// Weighted ridge regressions that share a diagonal penalty; src/linear-algebra/reference/ridge-rows.ts is the plain
// twin and says what is minimised.
//
// SAFETY: nothing here is checked. src/linear-algebra/ridge-rows.ts lays the arrays out; rows of factors are `rowBytes`
// apart, a multiple of 16, and padded with zeros; offsets ascend, entries are rows of Y, confidences and penalties are
// above 0.
import { factorize, solve, sum } from './cholesky'
import { addOuterProducts } from './outer-products'

/** Rows, or columns, that are collected at a time where there are many: they stay in the first cache. */
const BLOCK_ROWS: usize = 64
/** Where columns are short, so many more of them as take no more than this. */
const BLOCK_BYTES: usize = 24576

/**
 * Solves for the rows from `first` to before `end`.
 *
 * @param losses - A double for every row: what the solution leaves of what is minimised.
 * @param mostDual - Rows with as many entries, or fewer, are solved in as many unknowns, others in the factors'.
 * @param scratch - src/linear-algebra/ridge-rows.ts says how much.
 */
export function solveRidgeRows(
  out: usize,
  y: usize,
  rowBytes: usize,
  spectrum: usize,
  regularization: usize,
  offsets: usize,
  entries: usize,
  confidences: usize,
  targets: usize,
  losses: usize,
  first: i32,
  end: i32,
  mostDual: i32,
  scratch: usize,
): void {
  const most = max<usize>((<usize>mostDual + 3) & ~3, rowBytes >> 2)
  const penalty = scratch
  const roots = penalty + rowBytes
  const inverses = roots + rowBytes
  const right = inverses + (most << 2)
  const solution = right + (most << 2)
  const system = solution + (most << 2)
  const rows = system + most * most * 4
  for (let row = first; row < end; row++) {
    const from = <usize>load<i32>(offsets + ((<usize>row) << 2))
    const n = <usize>load<i32>(offsets + ((<usize>row) << 2), 4) - from
    const w = out + <usize>row * rowBytes
    const loss = losses + ((<usize>row) << 3)
    const reg = f32x4.splat(load<f32>(regularization + ((<usize>row) << 2)))
    for (let f: usize = 0; f < rowBytes; f += 16)
      v128.store(penalty + f, f32x4.add(v128.load(spectrum + f), reg))
    const entry = entries + (from << 2)
    const c = confidences + (from << 2)
    const t = targets + (from << 2)
    let residual: f64
    if (<i32>n <= mostDual)
      residual = solveDual(
        w,
        y,
        rowBytes,
        penalty,
        roots,
        entry,
        c,
        t,
        n,
        inverses,
        right,
        solution,
        system,
        rows,
      )
    else residual = solvePrimal(w, y, rowBytes, penalty, entry, c, t, n, inverses, right, system, rows)
    store<f64>(loss, residual + weightedSquares(w, penalty, rowBytes))
  }
}

/**
 * w = D^-1 Y' a with (C^-1 + Y D^-1 Y') a = t, for few entries. What is left of t after that is C^-1 a.
 *
 * With the rows of Z = Y D^-1/2 collected as columns, the system is made of outer products, in blocks of factors.
 */
function solveDual(
  w: usize,
  y: usize,
  rowBytes: usize,
  penalty: usize,
  roots: usize,
  entries: usize,
  confidences: usize,
  targets: usize,
  n: usize,
  inverses: usize,
  right: usize,
  solution: usize,
  system: usize,
  columns: usize,
): f64 {
  const n4 = (n + 3) & ~3
  const systemBytes = n4 << 2
  const one = f32x4.splat(1)
  for (let f: usize = 0; f < rowBytes; f += 16)
    v128.store(roots + f, f32x4.div(one, f32x4.sqrt(v128.load(penalty + f))))
  memory.fill(system, 0, n4 * systemBytes)
  const block = (max<usize>(BLOCK_ROWS, BLOCK_BYTES / max<usize>(systemBytes, 4)) & ~3) << 2
  for (let factor: usize = 0; factor < rowBytes; factor += block) {
    const end = min<usize>(rowBytes, factor + block)
    collectColumns(y, rowBytes, roots, entries, n, factor, end, columns)
    const last = columns + ((end - factor) >> 2) * systemBytes
    for (let i: usize = 0; i < n4; i += 4)
      addOuterProducts(system + i * systemBytes, systemBytes, columns, last, systemBytes, i, i, n4, 1)
  }
  for (let at: usize = 0; at < n4; at++) {
    const diagonal = system + at * (systemBytes + 4)
    const isEntry = at < n
    const inverse = isEntry ? <f32>1 / load<f32>(confidences + (at << 2)) : <f32>1
    store<f32>(diagonal, load<f32>(diagonal) + inverse)
    store<f32>(right + (at << 2), isEntry ? load<f32>(targets + (at << 2)) : <f32>0)
  }
  factorize(system, n4, systemBytes, inverses)
  solve(system, n4, systemBytes, inverses, right, solution)
  memory.fill(w, 0, rowBytes)
  let loss: f64 = 0
  for (let at: usize = 0; at < n; at++) {
    const a = load<f32>(solution + (at << 2))
    addRow(w, y + <usize>load<i32>(entries + (at << 2)) * rowBytes, rowBytes, a)
    loss += (<f64>a * <f64>a) / <f64>load<f32>(confidences + (at << 2))
  }
  for (let f: usize = 0; f < rowBytes; f += 16)
    v128.store(w + f, f32x4.div(v128.load(w + f), v128.load(penalty + f)))
  return loss
}

/**
 * Some factors of the entries' rows times `roots`, one over the roots of the penalties: a row for every factor, as long as there are
 * entries, with zeros up to a multiple of four. `factor` and `end` are bytes.
 */
function collectColumns(
  y: usize,
  rowBytes: usize,
  roots: usize,
  entries: usize,
  n: usize,
  factor: usize,
  end: usize,
  columns: usize,
): void {
  const n4 = (n + 3) & ~3
  const columnBytes = n4 << 2
  for (let at: usize = 0; at < n4; at += 4) {
    const y0 = rowOf(y, rowBytes, entries, at, n)
    const y1 = rowOf(y, rowBytes, entries, at + 1, n)
    const y2 = rowOf(y, rowBytes, entries, at + 2, n)
    const y3 = rowOf(y, rowBytes, entries, at + 3, n)
    const keep = i32x4.gt_s(i32x4.splat(<i32>(n - at)), i32x4(0, 1, 2, 3))
    let to = columns + (at << 2)
    for (let f = factor; f < end; f += 16) {
      const scale = v128.load(roots + f)
      const x0 = f32x4.mul(v128.load(y0 + f), scale)
      const x1 = f32x4.mul(v128.load(y1 + f), scale)
      const x2 = f32x4.mul(v128.load(y2 + f), scale)
      const x3 = f32x4.mul(v128.load(y3 + f), scale)
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5)
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5)
      const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7)
      const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7)
      v128.store(to, v128.and(keep, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)))
      to += columnBytes
      v128.store(to, v128.and(keep, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)))
      to += columnBytes
      v128.store(to, v128.and(keep, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)))
      to += columnBytes
      v128.store(to, v128.and(keep, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)))
      to += columnBytes
    }
  }
}

/** The row of Y of an entry; of the last one for those behind it. */
function rowOf(y: usize, rowBytes: usize, entries: usize, at: usize, n: usize): usize {
  return y + <usize>load<i32>(entries + (min<usize>(at, n - 1) << 2)) * rowBytes
}

/** (D + Y'CY) w = Y'Ct, for many entries, which are collected in blocks. */
function solvePrimal(
  w: usize,
  y: usize,
  rowBytes: usize,
  penalty: usize,
  entries: usize,
  confidences: usize,
  targets: usize,
  n: usize,
  inverses: usize,
  right: usize,
  system: usize,
  rows: usize,
): f64 {
  const k = rowBytes >> 2
  memory.fill(right, 0, rowBytes)
  memory.fill(system, 0, k * rowBytes)
  for (let first: usize = 0; first < n; first += BLOCK_ROWS) {
    const end = min<usize>(n, first + BLOCK_ROWS)
    let to = rows
    for (let at = first; at < end; at++) {
      const from = y + <usize>load<i32>(entries + (at << 2)) * rowBytes
      const c = load<f32>(confidences + (at << 2))
      const scale = f32x4.splat(sqrt<f32>(c))
      const pull = f32x4.splat(c * load<f32>(targets + (at << 2)))
      for (let f: usize = 0; f < rowBytes; f += 16) {
        const factors = v128.load(from + f)
        v128.store(to + f, f32x4.mul(factors, scale))
        v128.store(right + f, f32x4.add(v128.load(right + f), f32x4.mul(factors, pull)))
      }
      to += rowBytes
    }
    for (let column: usize = 0; column < k; column += 4)
      addOuterProducts(system + column * rowBytes, rowBytes, rows, to, rowBytes, column, column, k, 1)
  }
  for (let f: usize = 0; f < k; f++) {
    const diagonal = system + f * (rowBytes + 4)
    store<f32>(diagonal, load<f32>(diagonal) + load<f32>(penalty + (f << 2)))
  }
  factorize(system, k, rowBytes, inverses)
  solve(system, k, rowBytes, inverses, right, w)
  let loss: f64 = 0
  for (let at: usize = 0; at < n; at++) {
    const from = y + <usize>load<i32>(entries + (at << 2)) * rowBytes
    let lanes = f32x4.splat(0)
    for (let f: usize = 0; f < rowBytes; f += 16)
      lanes = f32x4.add(lanes, f32x4.mul(v128.load(from + f), v128.load(w + f)))
    const left = <f64>(load<f32>(targets + (at << 2)) - sum(lanes))
    loss += <f64>load<f32>(confidences + (at << 2)) * left * left
  }
  return loss
}

/** Adds a row times a number. */
function addRow(to: usize, row: usize, rowBytes: usize, factor: f32): void {
  const factors = f32x4.splat(factor)
  for (let f: usize = 0; f < rowBytes; f += 16)
    v128.store(to + f, f32x4.add(v128.load(to + f), f32x4.mul(factors, v128.load(row + f))))
}

/** The sum of D w^2. */
function weightedSquares(w: usize, penalty: usize, rowBytes: usize): f64 {
  let lanes = f32x4.splat(0)
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const value = v128.load(w + f)
    lanes = f32x4.add(lanes, f32x4.mul(f32x4.mul(value, value), v128.load(penalty + f)))
  }
  return <f64>sum(lanes)
}
