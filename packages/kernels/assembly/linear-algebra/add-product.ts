// C += A B along the rows of B, two rows of A by four of B at a time; src/linear-algebra/reference/add-product.ts is the
// plain twin. Every element is summed in the order of B's rows, however many rows of A there are.
//
// SAFETY: nothing here is checked. Strides are bytes, multiples of 16; rows are padded with zeros.

/** Rows of B that are multiplied with all rows of A before the next: they stay in the second cache. */
const BLOCK_ROWS: i32 = 16

/**
 * C[m, n] += A[m, k] . B[k, n], with `rowBytes` the bytes of n, padded.
 *
 * @param isLower - Whether B is zero above the diagonal, which need not be read.
 */
export function addProduct(
  c: usize,
  strideC: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  m: i32,
  k: i32,
  rowBytes: usize,
  isLower: bool,
): void {
  for (let first = 0; first < k; first += BLOCK_ROWS) {
    const end = min<i32>(k, first + BLOCK_ROWS)
    for (let i = 0; i < m; i += 2) {
      const a0 = a + <usize>i * strideA
      const c0 = c + <usize>i * strideC
      const hasSecond = i + 1 < m
      const a1 = hasSecond ? a0 + strideA : a0
      const c1 = hasSecond ? c0 + strideC : c0
      for (let row = first; row < end; row += 4) {
        const bytes = isLower ? min<usize>(rowBytes, (<usize>row + 4) << 2) : rowBytes
        const at = (<usize>row) << 2
        addRows(c0, c1, a0 + at, a1 + at, b + <usize>row * strideB, strideB, k - row, bytes)
      }
    }
  }
}

/** Up to four rows of B; A has zeros for those that there are not. */
function addRows(
  c0: usize,
  c1: usize,
  a0: usize,
  a1: usize,
  b0: usize,
  strideB: usize,
  nLeft: i32,
  bytes: usize,
): void {
  const b1 = nLeft > 1 ? b0 + strideB : b0
  const b2 = nLeft > 2 ? b1 + strideB : b1
  const b3 = nLeft > 3 ? b2 + strideB : b2
  const x0 = v128.load32_splat(a0)
  const x1 = v128.load32_splat(a0, 4)
  const x2 = v128.load32_splat(a0, 8)
  const x3 = v128.load32_splat(a0, 12)
  if (c0 === c1) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const low = f32x4.add(f32x4.mul(x0, v128.load(b0 + at)), f32x4.mul(x1, v128.load(b1 + at)))
      const high = f32x4.add(f32x4.mul(x2, v128.load(b2 + at)), f32x4.mul(x3, v128.load(b3 + at)))
      v128.store(c0 + at, f32x4.add(v128.load(c0 + at), f32x4.add(low, high)))
    }
    return
  }
  const z0 = v128.load32_splat(a1)
  const z1 = v128.load32_splat(a1, 4)
  const z2 = v128.load32_splat(a1, 8)
  const z3 = v128.load32_splat(a1, 12)
  for (let at: usize = 0; at < bytes; at += 16) {
    const y0 = v128.load(b0 + at)
    const y1 = v128.load(b1 + at)
    const y2 = v128.load(b2 + at)
    const y3 = v128.load(b3 + at)
    const low0 = f32x4.add(f32x4.mul(x0, y0), f32x4.mul(x1, y1))
    const high0 = f32x4.add(f32x4.mul(x2, y2), f32x4.mul(x3, y3))
    v128.store(c0 + at, f32x4.add(v128.load(c0 + at), f32x4.add(low0, high0)))
    const low1 = f32x4.add(f32x4.mul(z0, y0), f32x4.mul(z1, y1))
    const high1 = f32x4.add(f32x4.mul(z2, y2), f32x4.mul(z3, y3))
    v128.store(c1 + at, f32x4.add(v128.load(c1 + at), f32x4.add(low1, high1)))
  }
}
