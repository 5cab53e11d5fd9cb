// Linear systems with a symmetric positive definite matrix S = U'U, of which only the blocks of 4 x 4 on and above the
// diagonal are read. A matrix that is not positive definite gives NaN.
//
// SAFETY: nothing here is checked. n is a multiple of 4; rows are `rowBytes` apart, a multiple of 16.
import { addOuterProducts } from './outer-products'

/** S becomes U. `inverses` gets the reciprocals of its diagonal. */
export function factorize(s: usize, n: usize, rowBytes: usize, inverses: usize): void {
  for (let i: usize = 0; i < n; i += 4) {
    const top = s + i * rowBytes
    if (i > 0) addOuterProducts(top, rowBytes, s, top, rowBytes, i, i, n, -1)
    for (let r: usize = 0; r < 4; r++) {
      const row = top + r * rowBytes
      const diagonal = (i + r) << 2
      const end = n << 2
      for (let above = top; above < row; above += rowBytes) {
        const factor = v128.load32_splat(above + diagonal)
        for (let at = i << 2; at < end; at += 16)
          v128.store(row + at, f32x4.sub(v128.load(row + at), f32x4.mul(factor, v128.load(above + at))))
      }
      const inverse = <f32>1 / sqrt<f32>(load<f32>(row + diagonal))
      store<f32>(inverses + diagonal, inverse)
      const scale = f32x4.splat(inverse)
      for (let at = i << 2; at < end; at += 16) v128.store(row + at, f32x4.mul(scale, v128.load(row + at)))
    }
  }
}

/**
 * x = (U'U)^-1 b.
 *
 * @param b - n numbers, overwritten.
 * @param x - n numbers.
 */
export function solve(u: usize, n: usize, rowBytes: usize, inverses: usize, b: usize, x: usize): void {
  const end = n << 2
  for (let r: usize = 0; r < n; r++) {
    const row = u + r * rowBytes
    const value = load<f32>(b + (r << 2)) * load<f32>(inverses + (r << 2))
    store<f32>(x + (r << 2), value)
    const values = f32x4.splat(value)
    // What is left of the diagonal is spoiled with it, but not needed any more.
    for (let at = (r & ~3) << 2; at < end; at += 16)
      v128.store(b + at, f32x4.sub(v128.load(b + at), f32x4.mul(values, v128.load(row + at))))
  }
  memory.copy(b, x, end)
  memory.fill(x, 0, end)
  for (let r = n; r-- > 0; ) {
    const row = u + r * rowBytes
    let lanes = f32x4.splat(0)
    // x is still 0 left of the diagonal and on it.
    for (let at = (r & ~3) << 2; at < end; at += 16)
      lanes = f32x4.add(lanes, f32x4.mul(v128.load(row + at), v128.load(x + at)))
    const value = (load<f32>(b + (r << 2)) - sum(lanes)) * load<f32>(inverses + (r << 2))
    store<f32>(x + (r << 2), value)
  }
}

/** The sum of a vector's lanes. */
export function sum(lanes: v128): f32 {
  const pairs = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 1, 0, 3, 2))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 2)
}
