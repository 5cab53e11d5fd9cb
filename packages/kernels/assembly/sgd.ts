// Funk's SGD on SIMD lanes; src/reference/sgd.ts is its plain twin and says what it computes.
//
// SAFETY: nothing here is checked. src/sgd-kernel.ts lays the arrays out and checks every length and row before it
// calls: offsets ascend within the block, item rows are below nItems, factor rows are `rowBytes` apart, a multiple
// of 16, and padded with zeros.

/** One pass over a block of users. Offsets count from the block's first rating. Returns the sum of squared errors. */
export function sgdBlock(
  nUsers: i32,
  offsets: usize,
  items: usize,
  values: usize,
  userFactors: usize,
  itemFactors: usize,
  userBiases: usize,
  itemBiases: usize,
  rowBytes: usize,
  biased: bool,
  mu: f32,
  lrBu: f32,
  lrBi: f32,
  lrPu: f32,
  lrQi: f32,
  regBu: f32,
  regBi: f32,
  keepP: f32,
  keepQ: f32,
): f64 {
  const keepPs = f32x4.splat(keepP)
  const keepQs = f32x4.splat(keepQ)
  // Four vectors a step, so that four sums run side by side; the rest of a row goes vector by vector.
  const stepsEnd = rowBytes & ~63
  let squaredError: f64 = 0
  let position: usize = 0
  for (let u = 0; u < nUsers; u++) {
    const end = <usize>load<i32>(offsets + ((<usize>(u + 1)) << 2))
    const pu = userFactors + <usize>u * rowBytes
    let bu = load<f32>(userBiases + ((<usize>u) << 2))
    for (; position < end; position++) {
      const i = <usize>load<i32>(items + (position << 2))
      const qi = itemFactors + i * rowBytes
      const bias = itemBiases + (i << 2)
      const bi = load<f32>(bias)
      const err = load<f32>(values + (position << 2)) - (mu + bu + bi + dot(pu, qi, rowBytes, stepsEnd))
      squaredError += <f64>err * <f64>err
      if (biased) {
        bu += lrBu * (err - regBu * bu)
        store<f32>(bias, bi + lrBi * (err - regBi * bi))
      }
      const gP = f32x4.splat(lrPu * err)
      const gQ = f32x4.splat(lrQi * err)
      let at: usize = 0
      for (; at < stepsEnd; at += 64) {
        step(pu + at, qi + at, keepPs, keepQs, gP, gQ)
        step(pu + at + 16, qi + at + 16, keepPs, keepQs, gP, gQ)
        step(pu + at + 32, qi + at + 32, keepPs, keepQs, gP, gQ)
        step(pu + at + 48, qi + at + 48, keepPs, keepQs, gP, gQ)
      }
      for (; at < rowBytes; at += 16) step(pu + at, qi + at, keepPs, keepQs, gP, gQ)
    }
    store<f32>(userBiases + ((<usize>u) << 2), bu)
  }
  return squaredError
}

function dot(a: usize, b: usize, rowBytes: usize, stepsEnd: usize): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let sum2 = f32x4.splat(0)
  let sum3 = f32x4.splat(0)
  let at: usize = 0
  for (; at < stepsEnd; at += 64) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a + at), v128.load(b + at)))
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a + at + 16), v128.load(b + at + 16)))
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a + at + 32), v128.load(b + at + 32)))
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a + at + 48), v128.load(b + at + 48)))
  }
  for (; at < rowBytes; at += 16) sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a + at), v128.load(b + at)))
  const sum = f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3))
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  )
}

/** Moves four factors of both rows, each from the old values of both. */
function step(pu: usize, qi: usize, keepP: v128, keepQ: v128, gP: v128, gQ: v128): void {
  const p = v128.load(pu)
  const q = v128.load(qi)
  v128.store(pu, f32x4.add(f32x4.mul(keepP, p), f32x4.mul(gP, q)))
  v128.store(qi, f32x4.add(f32x4.mul(keepQ, q), f32x4.mul(gQ, p)))
}
