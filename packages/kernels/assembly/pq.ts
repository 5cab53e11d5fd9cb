// Distances to vectors of product codes, by tables: src/reference/distance-table.ts is the plain twin, to the last bit.
//
// SAFETY: nothing here is checked. src/distance-table.ts lays out the memory; `width` is a multiple of 8, and codes are
// below it.

/**
 * For each part m and each of its centroids, the sum over the components of the part of squared differences, or of
 * products, in float64 and from the first component on.
 *
 * @param vector - float64, M * dsub.
 * @param centroids - float32: component i of centroid j of part m at (m * dsub + i) * width + j.
 * @param table - float64: centroid j of part m at m * width + j.
 */
export function fillDistanceTable(
  vector: usize,
  centroids: usize,
  M: i32,
  dsub: i32,
  width: i32,
  isInnerProduct: bool,
  table: usize,
): void {
  const rowBytes = (<usize>width) << 2
  for (let m = 0; m < M; m++) {
    const part = vector + ((<usize>m * <usize>dsub) << 3)
    const rows = centroids + <usize>m * <usize>dsub * rowBytes
    for (let j: usize = 0; j < <usize>width; j += 8) {
      const at = rows + (j << 2)
      if (isInnerProduct) sumProducts(part, at, dsub, rowBytes, table + (j << 3))
      else sumSquares(part, at, dsub, rowBytes, table + (j << 3))
    }
    table += (<usize>width) << 3
  }
}

/**
 * The distance of each code: `base` and the entry of the table for each part, in the order of the parts, in float64,
 * rounded to float32.
 *
 * @param codes - uint8, nCodes x M.
 * @param out - float32, nCodes.
 */
export function sumDistanceTable(
  base: f64,
  table: usize,
  M: i32,
  width: i32,
  codes: usize,
  nCodes: i32,
  out: usize,
): void {
  const rowBytes = (<usize>width) << 3
  const codeBytes = <usize>M
  let code = 0
  // Four sums at once, for each addition has to await the one before.
  for (; code + 4 <= nCodes; code += 4) {
    let sum0 = base
    let sum1 = base
    let sum2 = base
    let sum3 = base
    let row = table
    for (let at = codes; at < codes + codeBytes; at++) {
      sum0 += entry(row, at)
      sum1 += entry(row, at + codeBytes)
      sum2 += entry(row, at + 2 * codeBytes)
      sum3 += entry(row, at + 3 * codeBytes)
      row += rowBytes
    }
    store<f32>(out, <f32>sum0)
    store<f32>(out + 4, <f32>sum1)
    store<f32>(out + 8, <f32>sum2)
    store<f32>(out + 12, <f32>sum3)
    codes += 4 * codeBytes
    out += 16
  }
  for (; code < nCodes; code++) {
    let sum = base
    let row = table
    for (let at = codes; at < codes + codeBytes; at++) {
      sum += entry(row, at)
      row += rowBytes
    }
    store<f32>(out, <f32>sum)
    codes += codeBytes
    out += 4
  }
}

function entry(row: usize, code: usize): f64 {
  return load<f64>(row + ((<usize>load<u8>(code)) << 3))
}

/** Eight centroids, whose components are in the same places of consecutive rows. */
function sumSquares(part: usize, row: usize, dsub: i32, rowBytes: usize, out: usize): void {
  let sum01 = f64x2.splat(0)
  let sum23 = f64x2.splat(0)
  let sum45 = f64x2.splat(0)
  let sum67 = f64x2.splat(0)
  for (let i = 0; i < dsub; i++) {
    const x = v128.load64_splat(part)
    const d01 = f64x2.sub(x, f64x2.promote_low_f32x4(v128.load64_zero(row)))
    const d23 = f64x2.sub(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 8)))
    const d45 = f64x2.sub(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 16)))
    const d67 = f64x2.sub(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 24)))
    sum01 = f64x2.add(sum01, f64x2.mul(d01, d01))
    sum23 = f64x2.add(sum23, f64x2.mul(d23, d23))
    sum45 = f64x2.add(sum45, f64x2.mul(d45, d45))
    sum67 = f64x2.add(sum67, f64x2.mul(d67, d67))
    part += 8
    row += rowBytes
  }
  v128.store(out, sum01)
  v128.store(out, sum23, 16)
  v128.store(out, sum45, 32)
  v128.store(out, sum67, 48)
}

/** As {@link sumSquares}. */
function sumProducts(part: usize, row: usize, dsub: i32, rowBytes: usize, out: usize): void {
  let sum01 = f64x2.splat(0)
  let sum23 = f64x2.splat(0)
  let sum45 = f64x2.splat(0)
  let sum67 = f64x2.splat(0)
  for (let i = 0; i < dsub; i++) {
    const x = v128.load64_splat(part)
    sum01 = f64x2.add(sum01, f64x2.mul(x, f64x2.promote_low_f32x4(v128.load64_zero(row))))
    sum23 = f64x2.add(sum23, f64x2.mul(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 8))))
    sum45 = f64x2.add(sum45, f64x2.mul(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 16))))
    sum67 = f64x2.add(sum67, f64x2.mul(x, f64x2.promote_low_f32x4(v128.load64_zero(row, 24))))
    part += 8
    row += rowBytes
  }
  v128.store(out, sum01)
  v128.store(out, sum23, 16)
  v128.store(out, sum45, 32)
  v128.store(out, sum67, 48)
}
