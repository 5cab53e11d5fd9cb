// Sums of outer products of rows with themselves, C +- A'A, of which only the blocks of 4 x 4 on and above the diagonal
// are touched. A tile's 4 x 8 numbers of C stay in registers while rows of A pass by: 8 sums, 2 vectors and a splat fit
// the 16 registers there are.
//
// SAFETY: nothing here is checked. Rows of A and of C lie a multiple of 16 bytes apart; `nColumns` is a multiple of 4.

/**
 * Four rows of C, columns `start` to before `nColumns`: adds `sign` times the products of columns `column ..
 * column + 3` of A with those.
 *
 * @param c - The first of the four rows.
 * @param a - The first row of A; `end` is behind its last.
 */
export function addOuterProducts(
  c: usize,
  rowBytesC: usize,
  a: usize,
  end: usize,
  rowBytesA: usize,
  column: usize,
  start: usize,
  nColumns: usize,
  sign: f32,
): void {
  const signs = f32x4.splat(sign)
  const four = column << 2
  const last = end + four
  let j = start
  for (; j + 8 <= nColumns; j += 8) {
    const across = (j - column) << 2
    let s00 = f32x4.splat(0)
    let s01 = f32x4.splat(0)
    let s10 = f32x4.splat(0)
    let s11 = f32x4.splat(0)
    let s20 = f32x4.splat(0)
    let s21 = f32x4.splat(0)
    let s30 = f32x4.splat(0)
    let s31 = f32x4.splat(0)
    for (let row = a + four; row < last; row += rowBytesA) {
      const y0 = v128.load(row + across)
      const y1 = v128.load(row + across, 16)
      let x = v128.load32_splat(row)
      s00 = f32x4.add(s00, f32x4.mul(x, y0))
      s01 = f32x4.add(s01, f32x4.mul(x, y1))
      x = v128.load32_splat(row, 4)
      s10 = f32x4.add(s10, f32x4.mul(x, y0))
      s11 = f32x4.add(s11, f32x4.mul(x, y1))
      x = v128.load32_splat(row, 8)
      s20 = f32x4.add(s20, f32x4.mul(x, y0))
      s21 = f32x4.add(s21, f32x4.mul(x, y1))
      x = v128.load32_splat(row, 12)
      s30 = f32x4.add(s30, f32x4.mul(x, y0))
      s31 = f32x4.add(s31, f32x4.mul(x, y1))
    }
    const to = c + (j << 2)
    addColumn(to, rowBytesC, s00, s10, s20, s30, signs)
    addColumn(to + 16, rowBytesC, s01, s11, s21, s31, signs)
  }
  if (j === nColumns) return
  const across = (j - column) << 2
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  for (let row = a + four; row < last; row += rowBytesA) {
    const y = v128.load(row + across)
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(row), y))
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(row, 4), y))
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(row, 8), y))
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(row, 12), y))
  }
  addColumn(c + (j << 2), rowBytesC, s0, s1, s2, s3, signs)
}

/** Adds four vectors to four rows. */
function addColumn(c: usize, rowBytes: usize, s0: v128, s1: v128, s2: v128, s3: v128, signs: v128): void {
  addScaled(c, s0, signs)
  addScaled(c + rowBytes, s1, signs)
  addScaled(c + 2 * rowBytes, s2, signs)
  addScaled(c + 3 * rowBytes, s3, signs)
}

function addScaled(to: usize, sum: v128, signs: v128): void {
  v128.store(to, f32x4.add(v128.load(to), f32x4.mul(sum, signs)))
}
