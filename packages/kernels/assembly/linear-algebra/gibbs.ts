// What a Gibbs sampler of a factor model does for every row; src/linear-algebra/gibbs.ts is its plain twin and says what
// each kernel computes.
//
// SAFETY: nothing here is checked. src/linear-algebra/gibbs.ts checks every shape before it calls; rows are `rowBytes`
// apart, a multiple of 16, offsets ascend and columns are below the number of rows they point to.

/** Ratings that are gathered side by side before they are multiplied: of 20 numbers each, they stay in the first cache. */
const PANEL: usize = 128

/** `scratch` holds the panel, the sums (rowBytes / 4 rows), and D + 1 rows of an even number of doubles > D. */
export function sampleRows(
  nRows: i32,
  offsets: usize,
  columns: usize,
  values: usize,
  others: usize,
  rowBytes: usize,
  nFactors: i32,
  ownSlot: i32,
  noisePrecision: f64,
  priorPrecision: usize,
  priorInformation: usize,
  priorRowBytes: usize,
  normals: usize,
  rows: usize,
  scratch: usize,
): void {
  const stride = <i32>(rowBytes >> 2)
  const panel = scratch
  const sums = panel + PANEL * rowBytes
  const system = sums + <usize>stride * rowBytes
  const d = nFactors + 1
  for (let row = 0; row < nRows; row++) {
    const first = load<i32>(offsets + ((<usize>row) << 2))
    const end = load<i32>(offsets + ((<usize>row) << 2), 4)
    memory.fill(sums, 0, <usize>stride * rowBytes)
    for (let from = first; from < end; from += <i32>PANEL) {
      const n = min(<i32>PANEL, end - from)
      gather(
        n,
        columns + ((<usize>from) << 2),
        values + ((<usize>from) << 2),
        others,
        rowBytes,
        nFactors,
        panel,
      )
      addProducts(n, panel, rowBytes, sums)
    }
    const own = <usize>row * rowBytes
    drawRow(
      d,
      stride,
      ownSlot,
      noisePrecision,
      sums,
      priorPrecision,
      priorInformation + <usize>row * priorRowBytes,
      normals + ((<usize>(row * d)) << 2),
      rows + own,
      system,
    )
  }
}

/** Rows side by side, each with its rating behind both biases. */
function gather(
  n: i32,
  columns: usize,
  values: usize,
  others: usize,
  rowBytes: usize,
  nFactors: i32,
  panel: usize,
): void {
  const valueAt = (<usize>(nFactors + 2)) << 2
  for (let r: usize = 0; r < <usize>n; r++) {
    const from = others + <usize>load<i32>(columns + (r << 2)) * rowBytes
    const to = panel + r * rowBytes
    for (let f: usize = 0; f < rowBytes; f += 16) v128.store(to + f, v128.load(from + f))
    store<f32>(to + valueAt, load<f32>(values + (r << 2)))
  }
}

/** Adds the sum of the panel's outer products, lower triangle of 4 x 4 tiles. */
function addProducts(n: i32, panel: usize, rowBytes: usize, sums: usize): void {
  for (let a: usize = 0; a < rowBytes; a += 16)
    for (let c: usize = 0; c <= a; c += 16) {
      let s0 = f32x4.splat(0)
      let s1 = s0
      let s2 = s0
      let s3 = s0
      let at = panel
      for (let r = 0; r < n; r++) {
        const t = v128.load(at + c)
        s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(at + a), t))
        s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(at + a, 4), t))
        s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(at + a, 8), t))
        s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(at + a, 12), t))
        at += rowBytes
      }
      const to = sums + (a >> 2) * rowBytes + c
      v128.store(to, f32x4.add(v128.load(to), s0))
      v128.store(to + rowBytes, f32x4.add(v128.load(to + rowBytes), s1))
      v128.store(to + 2 * rowBytes, f32x4.add(v128.load(to + 2 * rowBytes), s2))
      v128.store(to + 3 * rowBytes, f32x4.add(v128.load(to + 3 * rowBytes), s3))
    }
}

/**
 * A draw from the normal whose precision is U'U. The upper triangle is stored, with the information as one more column,
 * which elimination turns into U'^-1 h; what it subtracts from a row lies side by side.
 */
function drawRow(
  d: i32,
  stride: i32,
  ownSlot: i32,
  noisePrecision: f64,
  sums: usize,
  priorPrecision: usize,
  priorInformation: usize,
  normals: usize,
  row: usize,
  system: usize,
): void {
  const k = d - 1
  const otherSlot = 2 * k + 1 - ownSlot
  const width = (d + 2) & ~1
  const drawn = system + ((<usize>(d * width)) << 3)
  for (let a = 0; a < d; a++) {
    const sa = slot(a, k, ownSlot)
    const to = system + ((<usize>(a * width)) << 3)
    const prior = priorPrecision + ((<usize>(a * d)) << 3)
    for (let b = a; b < d; b++) {
      const sum = <f64>at(sums, stride, slot(b, k, ownSlot), sa)
      store<f64>(to + ((<usize>b) << 3), load<f64>(prior + ((<usize>b) << 3)) + noisePrecision * sum)
    }
    const residual =
      <f64>at(sums, stride, k + 2, sa) - <f64>at(sums, stride, max(sa, otherSlot), min(sa, otherSlot))
    store<f64>(
      to + ((<usize>d) << 3),
      <f64>load<f32>(priorInformation + ((<usize>a) << 2)) + noisePrecision * residual,
    )
  }
  factorise(d, (<usize>width) << 3, system)
  for (let a = d - 1; a >= 0; a--) {
    const from = system + ((<usize>(a * width)) << 3)
    let sum = load<f64>(from + ((<usize>d) << 3)) + <f64>load<f32>(normals + ((<usize>a) << 2))
    for (let b = a + 1; b < d; b++)
      sum -= load<f64>(from + ((<usize>b) << 3)) * load<f64>(drawn + ((<usize>b) << 3))
    sum *= load<f64>(from + ((<usize>a) << 3))
    store<f64>(drawn + ((<usize>a) << 3), sum)
    store<f32>(row + ((<usize>slot(a, k, ownSlot)) << 2), <f32>sum)
  }
}

/** U in place, with the inverse of its diagonal. */
function factorise(d: i32, widthBytes: usize, system: usize): void {
  for (let c = 0; c < d; c++) {
    const pivotRow = system + <usize>c * widthBytes
    const diagonal = pivotRow + ((<usize>c) << 3)
    const inverse = 1 / Math.sqrt(load<f64>(diagonal))
    const scale = f64x2.splat(inverse)
    const start = (<usize>c & ~1) << 3
    for (let b = start; b < widthBytes; b += 16)
      v128.store(pivotRow + b, f64x2.mul(v128.load(pivotRow + b), scale))
    for (let a = c + 1; a < d; a++) {
      const factor = v128.load64_splat(pivotRow + ((<usize>a) << 3))
      const to = system + <usize>a * widthBytes
      for (let b = (<usize>a & ~1) << 3; b < widthBytes; b += 16)
        v128.store(to + b, f64x2.sub(v128.load(to + b), f64x2.mul(factor, v128.load(pivotRow + b))))
    }
    store<f64>(diagonal, inverse)
  }
}

/** Where unknown `a` of (factors, bias) lies in a row. */
function slot(a: i32, k: i32, ownSlot: i32): i32 {
  return a < k ? a : ownSlot
}

/** Entry (a, b) of the sums, b <= a. */
function at(sums: usize, stride: i32, a: i32, b: i32): f32 {
  return load<f32>(sums + ((<usize>(a * stride + b)) << 2))
}

export function multiplySparse(
  nRows: i32,
  offsets: usize,
  columns: usize,
  values: usize,
  rows: usize,
  rowBytes: usize,
  product: usize,
): void {
  for (let row = 0; row < nRows; row++) {
    const first = (<usize>load<i32>(offsets + ((<usize>row) << 2))) << 2
    const end = (<usize>load<i32>(offsets + ((<usize>row) << 2), 4)) << 2
    let f: usize = 0
    // 16 factors and a bias are five vectors, and five sums stay in registers.
    for (; f + 80 <= rowBytes; f += 80) {
      let s0 = f32x4.splat(0)
      let s1 = s0
      let s2 = s0
      let s3 = s0
      let s4 = s0
      for (let at = first; at < end; at += 4) {
        const value = v128.load32_splat(values + at)
        const from = rows + <usize>load<i32>(columns + at) * rowBytes + f
        s0 = f32x4.add(s0, f32x4.mul(value, v128.load(from)))
        s1 = f32x4.add(s1, f32x4.mul(value, v128.load(from, 16)))
        s2 = f32x4.add(s2, f32x4.mul(value, v128.load(from, 32)))
        s3 = f32x4.add(s3, f32x4.mul(value, v128.load(from, 48)))
        s4 = f32x4.add(s4, f32x4.mul(value, v128.load(from, 64)))
      }
      v128.store(product + f, s0)
      v128.store(product + f, s1, 16)
      v128.store(product + f, s2, 32)
      v128.store(product + f, s3, 48)
      v128.store(product + f, s4, 64)
    }
    for (; f < rowBytes; f += 16) {
      let sum = f32x4.splat(0)
      for (let at = first; at < end; at += 4) {
        const from = rows + <usize>load<i32>(columns + at) * rowBytes + f
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(values + at), v128.load(from)))
      }
      v128.store(product + f, sum)
    }
    product += rowBytes
  }
}

export function dotPairs(
  nRows: i32,
  offsets: usize,
  columns: usize,
  rows: usize,
  others: usize,
  rowBytes: usize,
  dots: usize,
): void {
  for (let row = 0; row < nRows; row++) {
    const first = (<usize>load<i32>(offsets + ((<usize>row) << 2))) << 2
    const end = (<usize>load<i32>(offsets + ((<usize>row) << 2), 4)) << 2
    for (let at = first; at < end; at += 4) {
      const from = others + <usize>load<i32>(columns + at) * rowBytes
      let sum = f32x4.splat(0)
      for (let f: usize = 0; f < rowBytes; f += 16)
        sum = f32x4.add(sum, f32x4.mul(v128.load(rows + f), v128.load(from + f)))
      store<f32>(
        dots + at,
        f32x4.extract_lane(sum, 0) +
          f32x4.extract_lane(sum, 1) +
          f32x4.extract_lane(sum, 2) +
          f32x4.extract_lane(sum, 3),
      )
    }
    rows += rowBytes
  }
}
