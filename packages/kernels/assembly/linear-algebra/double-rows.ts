// A vector of doubles against rows of doubles, four at a time; src/linear-algebra/reference/double-rows.ts is the plain
// twin. A row behind the last one is the last again, times 0.
//
// SAFETY: nothing here is checked. Rows and the vector have `rowBytes`, a multiple of 32, padded with zeros.

/** Takes from a vector what lies in some orthonormal rows. */
export function orthogonalise(vector: usize, rows: usize, count: i32, rowBytes: usize): void {
  for (let row = 0; row < count; row += 4) {
    const r0 = rows + <usize>row * rowBytes
    const r1 = row + 1 < count ? r0 + rowBytes : r0
    const r2 = row + 2 < count ? r1 + rowBytes : r1
    const r3 = row + 3 < count ? r2 + rowBytes : r2
    let s0 = f64x2.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let t0 = s0
    let t1 = s0
    let t2 = s0
    let t3 = s0
    for (let at: usize = 0; at < rowBytes; at += 32) {
      const low = v128.load(vector + at)
      const high = v128.load(vector + at, 16)
      s0 = f64x2.add(s0, f64x2.mul(v128.load(r0 + at), low))
      t0 = f64x2.add(t0, f64x2.mul(v128.load(r0 + at, 16), high))
      s1 = f64x2.add(s1, f64x2.mul(v128.load(r1 + at), low))
      t1 = f64x2.add(t1, f64x2.mul(v128.load(r1 + at, 16), high))
      s2 = f64x2.add(s2, f64x2.mul(v128.load(r2 + at), low))
      t2 = f64x2.add(t2, f64x2.mul(v128.load(r2 + at, 16), high))
      s3 = f64x2.add(s3, f64x2.mul(v128.load(r3 + at), low))
      t3 = f64x2.add(t3, f64x2.mul(v128.load(r3 + at, 16), high))
    }
    const f1 = row + 1 < count ? -sum(s1, t1) : 0
    const f2 = row + 2 < count ? -sum(s2, t2) : 0
    const f3 = row + 3 < count ? -sum(s3, t3) : 0
    addFour(vector, r0, r1, r2, r3, rowBytes, -sum(s0, t0), f1, f2, f3)
  }
}

/** Adds rows, each times its factor. */
export function addScaledRows(vector: usize, rows: usize, count: i32, rowBytes: usize, factors: usize): void {
  for (let row = 0; row < count; row += 4) {
    const r0 = rows + <usize>row * rowBytes
    const r1 = row + 1 < count ? r0 + rowBytes : r0
    const r2 = row + 2 < count ? r1 + rowBytes : r1
    const r3 = row + 3 < count ? r2 + rowBytes : r2
    const f = factors + ((<usize>row) << 3)
    const f1 = row + 1 < count ? load<f64>(f, 8) : 0
    const f2 = row + 2 < count ? load<f64>(f, 16) : 0
    const f3 = row + 3 < count ? load<f64>(f, 24) : 0
    addFour(vector, r0, r1, r2, r3, rowBytes, load<f64>(f), f1, f2, f3)
  }
}

function addFour(
  vector: usize,
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  rowBytes: usize,
  f0: f64,
  f1: f64,
  f2: f64,
  f3: f64,
): void {
  const x0 = f64x2.splat(f0)
  const x1 = f64x2.splat(f1)
  const x2 = f64x2.splat(f2)
  const x3 = f64x2.splat(f3)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const low = f64x2.add(f64x2.mul(x0, v128.load(r0 + at)), f64x2.mul(x1, v128.load(r1 + at)))
    const high = f64x2.add(f64x2.mul(x2, v128.load(r2 + at)), f64x2.mul(x3, v128.load(r3 + at)))
    v128.store(vector + at, f64x2.add(v128.load(vector + at), f64x2.add(low, high)))
  }
}

function sum(s: v128, t: v128): f64 {
  const both = f64x2.add(s, t)
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
}
