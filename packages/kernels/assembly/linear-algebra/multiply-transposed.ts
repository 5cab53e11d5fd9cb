// C = A B' in tiles of 2 rows of A by 4 rows of B; src/linear-algebra/reference/multiply-transposed.ts is the plain twin.
//
// A tile's 8 sums, 2 rows and one vector fit the 16 registers there are; larger tiles, and unrolled loops, are slower.
// Rows of B go by panels that stay in the first cache. A tile that hangs over the edge takes its last row twice: every
// element is summed in the same order wherever it lies, so bits do not depend on how threads share out the rows.
//
// SAFETY: nothing here is checked. Strides are bytes, multiples of 16; rows are padded with zeros.

/** What a panel of B may take of the first cache. */
const PANEL_BYTES: usize = 16384

/** C[m, n] = A[m, k] . B[n, k]', with `rowBytes` the bytes of k, padded. The padding of C becomes 0. */
export function multiplyTransposed(
  c: usize,
  strideC: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  m: i32,
  n: i32,
  rowBytes: usize,
): void {
  const panel = max<i32>(4, <i32>(PANEL_BYTES / max<usize>(strideB, 16)) & -4)
  for (let first = 0; first < n; first += panel) {
    const end = min<i32>(n, first + panel)
    for (let i = 0; i < m; i += 2) {
      const a0 = a + <usize>i * strideA
      const c0 = c + <usize>i * strideC
      const hasSecond = i + 1 < m
      const a1 = hasSecond ? a0 + strideA : a0
      const c1 = hasSecond ? c0 + strideC : c0
      for (let j = first; j < end; j += 4) {
        const b0 = b + <usize>j * strideB
        const at = (<usize>j) << 2
        multiplyTile(c0 + at, c1 + at, a0, a1, b0, strideB, n - j, rowBytes)
      }
    }
  }
}

/** Two rows of A times up to four of B. */
function multiplyTile(
  c0: usize,
  c1: usize,
  a0: usize,
  a1: usize,
  b0: usize,
  strideB: usize,
  nLeft: i32,
  rowBytes: usize,
): void {
  const b1 = nLeft > 1 ? b0 + strideB : b0
  const b2 = nLeft > 2 ? b1 + strideB : b1
  const b3 = nLeft > 3 ? b2 + strideB : b2
  let s00 = f32x4.splat(0)
  let s01 = f32x4.splat(0)
  let s02 = f32x4.splat(0)
  let s03 = f32x4.splat(0)
  let s10 = f32x4.splat(0)
  let s11 = f32x4.splat(0)
  let s12 = f32x4.splat(0)
  let s13 = f32x4.splat(0)
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const x0 = v128.load(a0 + f)
    const x1 = v128.load(a1 + f)
    let y = v128.load(b0 + f)
    s00 = f32x4.add(s00, f32x4.mul(x0, y))
    s10 = f32x4.add(s10, f32x4.mul(x1, y))
    y = v128.load(b1 + f)
    s01 = f32x4.add(s01, f32x4.mul(x0, y))
    s11 = f32x4.add(s11, f32x4.mul(x1, y))
    y = v128.load(b2 + f)
    s02 = f32x4.add(s02, f32x4.mul(x0, y))
    s12 = f32x4.add(s12, f32x4.mul(x1, y))
    y = v128.load(b3 + f)
    s03 = f32x4.add(s03, f32x4.mul(x0, y))
    s13 = f32x4.add(s13, f32x4.mul(x1, y))
  }
  const keep = i32x4.gt_s(i32x4.splat(nLeft), i32x4(0, 1, 2, 3))
  v128.store(c0, v128.and(sums(s00, s01, s02, s03), keep))
  v128.store(c1, v128.and(sums(s10, s11, s12, s13), keep))
}

/** The sum of each of four vectors' lanes. */
function sums(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const low = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 1, 4, 5), v128.shuffle<f32>(s0, s1, 2, 3, 6, 7))
  const high = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 1, 4, 5), v128.shuffle<f32>(s2, s3, 2, 3, 6, 7))
  return f32x4.add(v128.shuffle<f32>(low, high, 0, 2, 4, 6), v128.shuffle<f32>(low, high, 1, 3, 5, 7))
}
