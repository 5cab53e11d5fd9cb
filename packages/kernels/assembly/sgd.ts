// Funk's SGD on SIMD lanes; src/reference/sgd.ts is its plain twin and says what it computes.
//
// Two ratings of a user go together, in stored order. The second error needs p1 . q2, where p1 = keepP p + g1 q1 is
// what the first rating makes of p; but p1 . q2 = keepP (p . q2) + g1 (q1 . q2), and these two dot products need not
// wait for the first error. So three independent sums replace two that wait for each other, and p is read and
// written once instead of twice.
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
  let squaredError: f64 = 0
  let position: usize = 0
  for (let u = 0; u < nUsers; u++) {
    const end = <usize>load<i32>(offsets + ((<usize>(u + 1)) << 2))
    const pu = userFactors + <usize>u * rowBytes
    let bu = load<f32>(userBiases + ((<usize>u) << 2))
    while (position < end) {
      const at = position << 2
      const i = <usize>load<i32>(items + at)
      const j = position + 1 < end ? <usize>load<i32>(items + at, 4) : i
      const bi = load<f32>(itemBiases + (i << 2))
      const qi = itemFactors + i * rowBytes
      if (i === j) {
        // The last of an odd number, or an item twice in a row, whose second error needs the first one's q.
        const err = load<f32>(values + at) - (mu + bu + bi + dot(pu, qi, rowBytes))
        squaredError += <f64>err * <f64>err
        if (biased) {
          bu += lrBu * (err - regBu * bu)
          store<f32>(itemBiases + (i << 2), bi + lrBi * (err - regBi * bi))
        }
        move(pu, qi, rowBytes, keepPs, keepQs, f32x4.splat(lrPu * err), f32x4.splat(lrQi * err))
        position += 1
        continue
      }
      const qj = itemFactors + j * rowBytes
      let pqi = f32x4.splat(0)
      let pqj = f32x4.splat(0)
      let qiqj = f32x4.splat(0)
      for (let f: usize = 0; f < rowBytes; f += 16) {
        const p = v128.load(pu + f)
        const q1 = v128.load(qi + f)
        const q2 = v128.load(qj + f)
        pqi = f32x4.add(pqi, f32x4.mul(p, q1))
        pqj = f32x4.add(pqj, f32x4.mul(p, q2))
        qiqj = f32x4.add(qiqj, f32x4.mul(q1, q2))
      }
      const bj = load<f32>(itemBiases + (j << 2))
      const err1 = load<f32>(values + at) - (mu + bu + bi + sum(pqi))
      if (biased) {
        bu += lrBu * (err1 - regBu * bu)
        store<f32>(itemBiases + (i << 2), bi + lrBi * (err1 - regBi * bi))
      }
      const g1 = lrPu * err1
      const err2 = load<f32>(values + at, 4) - (mu + bu + bj + (keepP * sum(pqj) + g1 * sum(qiqj)))
      if (biased) {
        bu += lrBu * (err2 - regBu * bu)
        store<f32>(itemBiases + (j << 2), bj + lrBi * (err2 - regBi * bj))
      }
      squaredError += <f64>err1 * <f64>err1
      squaredError += <f64>err2 * <f64>err2
      const gP1 = f32x4.splat(g1)
      const gQ1 = f32x4.splat(lrQi * err1)
      const gP2 = f32x4.splat(lrPu * err2)
      const gQ2 = f32x4.splat(lrQi * err2)
      for (let f: usize = 0; f < rowBytes; f += 16) {
        const p = v128.load(pu + f)
        const q1 = v128.load(qi + f)
        const q2 = v128.load(qj + f)
        const p1 = f32x4.add(f32x4.mul(keepPs, p), f32x4.mul(gP1, q1))
        v128.store(qi + f, f32x4.add(f32x4.mul(keepQs, q1), f32x4.mul(gQ1, p)))
        v128.store(qj + f, f32x4.add(f32x4.mul(keepQs, q2), f32x4.mul(gQ2, p1)))
        v128.store(pu + f, f32x4.add(f32x4.mul(keepPs, p1), f32x4.mul(gP2, q2)))
      }
      position += 2
    }
    store<f32>(userBiases + ((<usize>u) << 2), bu)
  }
  return squaredError
}

function dot(a: usize, b: usize, rowBytes: usize): f32 {
  let lanes = f32x4.splat(0)
  for (let f: usize = 0; f < rowBytes; f += 16)
    lanes = f32x4.add(lanes, f32x4.mul(v128.load(a + f), v128.load(b + f)))
  return sum(lanes)
}

function sum(lanes: v128): f32 {
  const pairs = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 1, 0, 3, 2))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 2)
}

/** Moves both rows, each from the old values of both. */
function move(pu: usize, qi: usize, rowBytes: usize, keepP: v128, keepQ: v128, gP: v128, gQ: v128): void {
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const p = v128.load(pu + f)
    const q = v128.load(qi + f)
    v128.store(pu + f, f32x4.add(f32x4.mul(keepP, p), f32x4.mul(gP, q)))
    v128.store(qi + f, f32x4.add(f32x4.mul(keepQ, q), f32x4.mul(gQ, p)))
  }
}
