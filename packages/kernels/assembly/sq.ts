// Vectors of one byte to a component, decoded and measured: src/reference/scalar-codes.ts is the plain twin, to the last
// bit.
//
// SAFETY: nothing here is checked. src/scalar-codes.ts lays out the memory.
import { innerProduct, squaredL2 } from './distance'

/**
 * Decodes rows of codes: min_j + range_j * (code + 0.5) / 255, where the quotient is a float32.
 *
 * @param codes - uint8, nRows x d.
 * @param minima - float32, d.
 * @param ranges - float32, d.
 * @param rows - float32, nRows x d.
 */
export function decodeScalars(
  codes: usize,
  nRows: i32,
  d: i32,
  minima: usize,
  ranges: usize,
  rows: usize,
): void {
  const inFours = d & ~3
  for (let row = 0; row < nRows; row++) {
    let j = 0
    for (; j < inFours; j += 4) {
      const at = (<usize>j) << 2
      const integers = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(codes + j)))
      const centres = f32x4.div(
        f32x4.add(f32x4.convert_i32x4_s(integers), f32x4.splat(0.5)),
        f32x4.splat(255),
      )
      const high = v128.shuffle<i64>(centres, centres, 1, 1)
      store<u64>(rows + at, f64x2ToFloats(decodeTwo(centres, minima + at, ranges + at)))
      store<u64>(rows + at + 8, f64x2ToFloats(decodeTwo(high, minima + at + 8, ranges + at + 8)))
    }
    for (; j < d; j++) {
      const at = (<usize>j) << 2
      const centre = (<f32>load<u8>(codes + j) + 0.5) / 255
      const decoded = <f64>load<f32>(minima + at) + <f64>centre * <f64>load<f32>(ranges + at)
      store<f32>(rows + at, <f32>decoded)
    }
    codes += <usize>d
    rows += (<usize>d) << 2
  }
}

/** The canonical distances of a query to rows. @param out - float32, nRows. */
export function measureRows(
  query: usize,
  rows: usize,
  nRows: i32,
  d: i32,
  isInnerProduct: bool,
  out: usize,
): void {
  for (let row = 0; row < nRows; row++) {
    store<f32>(out, isInnerProduct ? innerProduct(query, rows, d) : squaredL2(query, rows, d))
    rows += (<usize>d) << 2
    out += 4
  }
}

function decodeTwo(centres: v128, minima: usize, ranges: usize): v128 {
  const products = f64x2.mul(
    f64x2.promote_low_f32x4(centres),
    f64x2.promote_low_f32x4(v128.load64_zero(ranges)),
  )
  return f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(minima)), products)
}

/** Two numbers as float32, in 64 bits. */
function f64x2ToFloats(two: v128): u64 {
  return i64x2.extract_lane(f32x4.demote_f64x2_zero(two), 0)
}
