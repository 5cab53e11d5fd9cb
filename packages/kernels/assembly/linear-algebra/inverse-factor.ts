// L^-1 of A = L L', by eliminating rows of A beside the identity, which turns A into L' and the identity into L^-1;
// src/linear-algebra/reference/inverse-factor.ts is the plain twin.
//
// Both share one square: what is left of A lies on and above the diagonal, what there is of L^-1 below and on it. Rows go
// by panels, which eliminate themselves first, and then themselves from all rows below, where the work is.
//
// SAFETY: nothing here is checked. The matrix is square with rows of `rowBytes`, a multiple of 16; panels are multiples
// of four rows.
import { addOuterProducts } from './outer-products'

/**
 * Turns some rows, from which all above are eliminated, into those of L' and L^-1. Where these overlap, in the square on
 * the diagonal, L^-1 stays.
 *
 * @param square - count x count floats: takes that of L'.
 */
export function eliminatePanel(a: usize, rowBytes: usize, first: usize, count: usize, square: usize): void {
  const top = a + first * rowBytes
  const bytes = count << 2
  for (let r: usize = 0; r < count; r++) {
    const from = top + r * rowBytes + (first << 2)
    memory.copy(square + r * bytes, from, bytes)
    memory.fill(from, 0, bytes)
    store<f32>(from + (r << 2), 1)
  }
  for (let r: usize = 0; r < count; r++) {
    const row = top + r * rowBytes
    const own = square + r * bytes
    for (let above: usize = 0; above < r; above++) {
      const factor = v128.load32_splat(square + above * bytes + (r << 2))
      subtractScaled(own, square + above * bytes, bytes, factor)
      subtractScaled(row, top + above * rowBytes, rowBytes, factor)
    }
    const scale = f32x4.splat(<f32>1 / sqrt<f32>(load<f32>(own + (r << 2))))
    for (let at: usize = 0; at < bytes; at += 16) v128.store(own + at, f32x4.mul(scale, v128.load(own + at)))
    for (let at: usize = 0; at < rowBytes; at += 16)
      v128.store(row + at, f32x4.mul(scale, v128.load(row + at)))
  }
}

/** Eliminates a panel from rows `4 from` to before `4 to`, all below it. */
export function eliminateBelow(
  a: usize,
  rowBytes: usize,
  first: usize,
  count: usize,
  from: usize,
  to: usize,
): void {
  const top = a + first * rowBytes
  const end = top + count * rowBytes
  for (let four = from; four < to; four++) {
    const column = four << 2
    const rows = a + column * rowBytes
    addOuterProducts(rows, rowBytes, top, end, rowBytes, column, 0, first + count, -1)
    addOuterProducts(rows, rowBytes, top, end, rowBytes, column, column, rowBytes >> 2, -1)
  }
}

function subtractScaled(to: usize, row: usize, bytes: usize, factor: v128): void {
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(to + at, f32x4.sub(v128.load(to + at), f32x4.mul(factor, v128.load(row + at))))
}
