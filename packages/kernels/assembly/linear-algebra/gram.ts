// A'A of a tall matrix; src/linear-algebra/reference/gram.ts is the plain twin.
//
// SAFETY: nothing here is checked.
import { addOuterProducts } from './outer-products'

/** Rows that are summed in single precision before the sum goes on in doubles; they fit the first cache. */
const BLOCK_ROWS: i32 = 64

/**
 * Rows `4 first` to before `4 end` of G = A'A, from the diagonal's block on; what is left of it is not touched.
 *
 * @param g - stride x stride doubles, zeros.
 * @param isLower - Whether A is square with zeros above the diagonal, which need not be multiplied.
 * @param scratch - 4 rows of floats for every four rows of G, zeros.
 */
export function gram(
  g: usize,
  a: usize,
  nRows: i32,
  stride: usize,
  first: usize,
  end: usize,
  isLower: bool,
  scratch: usize,
): void {
  const rowBytes = stride << 2
  for (let row = 0; row < nRows; row += BLOCK_ROWS) {
    const from = a + <usize>row * rowBytes
    const to = a + <usize>min<i32>(nRows, row + BLOCK_ROWS) * rowBytes
    const width = isLower ? min<usize>(stride, <usize>(row + BLOCK_ROWS)) : stride
    for (let four = first; four < min<usize>(end, width >> 2); four++) {
      const column = four << 2
      const sums = scratch + column * rowBytes
      addOuterProducts(sums, rowBytes, from, to, rowBytes, column, column, width, 1)
      for (let i = column; i < column + 4; i++)
        moveSums(g + ((i * stride + column) << 3), scratch + ((i * stride + column) << 2), width - column)
    }
  }
}

/** Adds floats to doubles and makes the floats 0. */
function moveSums(g: usize, sums: usize, n: usize): void {
  for (const end = g + (n << 3); g < end; g += 32) {
    const four = v128.load(sums)
    v128.store(sums, f32x4.splat(0))
    v128.store(g, f64x2.add(v128.load(g), f64x2.promote_low_f32x4(four)))
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3))
    v128.store(g, f64x2.add(v128.load(g, 16), high), 16)
    sums += 16
  }
}
