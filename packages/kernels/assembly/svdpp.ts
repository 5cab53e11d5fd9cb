// One epoch of SVD++ on SIMD lanes; src/reference/svdpp.ts is its plain twin and says what it computes.
//
// SAFETY: nothing here is checked. src/svdpp-kernel.ts lays the arrays out and checks every length and row before it
// calls; factor rows are `rowBytes` apart, a multiple of 16, and padded with zeros; `scratch` holds two rows.

/** One pass over all ratings. Returns the sum of squared errors. */
export function svdppEpoch(
  nUsers: i32,
  offsets: usize,
  items: usize,
  values: usize,
  userFactors: usize,
  itemFactors: usize,
  implicitFactors: usize,
  userBiases: usize,
  itemBiases: usize,
  scratch: usize,
  rowBytes: usize,
  mu: f32,
  lrBu: f32,
  lrBi: f32,
  lrPu: f32,
  lrQi: f32,
  lrYj: f32,
  regBu: f32,
  regBi: f32,
  keepP: f32,
  keepQ: f32,
  keepY: f32,
): f64 {
  const keepPs = f32x4.splat(keepP)
  const keepQs = f32x4.splat(keepQ)
  const keepYs = f32x4.splat(keepY)
  const zu = scratch
  const zuBefore = scratch + rowBytes
  let squaredError: f64 = 0
  let position: usize = 0
  for (let u = 0; u < nUsers; u++) {
    const first = position
    const end = <usize>load<i32>(offsets + ((<usize>(u + 1)) << 2))
    if (first === end) continue
    const pu = userFactors + <usize>u * rowBytes
    let bu = load<f32>(userBiases + ((<usize>u) << 2))
    const share = <f32>(1 / Math.sqrt(<f64>(end - first)))
    gather(implicitFactors, items, first, end, rowBytes, share, zu, zuBefore)
    let kept: f32 = 1
    for (; position < end; position++) {
      const i = <usize>load<i32>(items + (position << 2))
      const qi = itemFactors + i * rowBytes
      const bias = itemBiases + (i << 2)
      const bi = load<f32>(bias)
      const err = load<f32>(values + (position << 2)) - (mu + bu + bi + dotSum(qi, pu, zu, rowBytes))
      squaredError += <f64>err * <f64>err
      bu += lrBu * (err - regBu * bu)
      store<f32>(bias, bi + lrBi * (err - regBi * bi))
      kept *= keepY
      const gP = f32x4.splat(lrPu * err)
      const gQ = f32x4.splat(lrQi * err)
      const gY = f32x4.splat(lrYj * err)
      for (let f: usize = 0; f < rowBytes; f += 16) {
        const p = v128.load(pu + f)
        const q = v128.load(qi + f)
        const z = v128.load(zu + f)
        v128.store(pu + f, f32x4.add(f32x4.mul(keepPs, p), f32x4.mul(gP, q)))
        v128.store(qi + f, f32x4.add(f32x4.mul(keepQs, q), f32x4.mul(gQ, f32x4.add(p, z))))
        v128.store(zu + f, f32x4.add(f32x4.mul(keepYs, z), f32x4.mul(gY, q)))
      }
    }
    scatter(implicitFactors, items, first, end, rowBytes, share, kept, zu, zuBefore)
    store<f32>(userBiases + ((<usize>u) << 2), bu)
  }
  return squaredError
}

/** zu = share * sum of the items' implicit factors, twice. */
function gather(
  implicitFactors: usize,
  items: usize,
  first: usize,
  end: usize,
  rowBytes: usize,
  share: f32,
  zu: usize,
  copy: usize,
): void {
  memory.fill(zu, 0, rowBytes)
  for (let position = first; position < end; position++) {
    const yj = implicitFactors + <usize>load<i32>(items + (position << 2)) * rowBytes
    for (let f: usize = 0; f < rowBytes; f += 16)
      v128.store(zu + f, f32x4.add(v128.load(zu + f), v128.load(yj + f)))
  }
  const shares = f32x4.splat(share)
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const z = f32x4.mul(shares, v128.load(zu + f))
    v128.store(zu + f, z)
    v128.store(copy + f, z)
  }
}

/** Moves the items' implicit factors to where the user's ratings have moved zu. */
function scatter(
  implicitFactors: usize,
  items: usize,
  first: usize,
  end: usize,
  rowBytes: usize,
  share: f32,
  kept: f32,
  zu: usize,
  zuBefore: usize,
): void {
  const shares = f32x4.splat(share)
  const kepts = f32x4.splat(kept)
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const moved = f32x4.sub(v128.load(zu + f), f32x4.mul(kepts, v128.load(zuBefore + f)))
    v128.store(zu + f, f32x4.mul(shares, moved))
  }
  for (let position = first; position < end; position++) {
    const yj = implicitFactors + <usize>load<i32>(items + (position << 2)) * rowBytes
    for (let f: usize = 0; f < rowBytes; f += 16)
      v128.store(yj + f, f32x4.add(f32x4.mul(kepts, v128.load(yj + f)), v128.load(zu + f)))
  }
}

/** qi . (pu + zu) */
function dotSum(qi: usize, pu: usize, zu: usize, rowBytes: usize): f32 {
  let lanes = f32x4.splat(0)
  for (let f: usize = 0; f < rowBytes; f += 16)
    lanes = f32x4.add(lanes, f32x4.mul(v128.load(qi + f), f32x4.add(v128.load(pu + f), v128.load(zu + f))))
  const pairs = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 1, 0, 3, 2))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 2)
}
