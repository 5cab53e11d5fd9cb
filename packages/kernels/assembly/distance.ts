// The canonical distances: src/reference/scan.ts says what they are, and both give the same bits. Rows are float32
// with `d` components, without padding.

/** Squared L2 distance of two vectors, rounded to float32. */
export function squaredL2(a: usize, b: usize, d: i32): f32 {
  const end = a + ((<usize>(d & ~3)) << 2)
  let lanes01 = f64x2.splat(0)
  let lanes23 = f64x2.splat(0)
  while (a < end) {
    const d01 = f64x2.sub(two(a), two(b))
    const d23 = f64x2.sub(two(a + 8), two(b + 8))
    lanes01 = f64x2.add(lanes01, f64x2.mul(d01, d01))
    lanes23 = f64x2.add(lanes23, f64x2.mul(d23, d23))
    a += 16
    b += 16
  }
  let lane0 = f64x2.extract_lane(lanes01, 0)
  let lane1 = f64x2.extract_lane(lanes01, 1)
  let lane2 = f64x2.extract_lane(lanes23, 0)
  const rest = d & 3
  if (rest > 0) lane0 += squaredDifference(a, b)
  if (rest > 1) lane1 += squaredDifference(a + 4, b + 4)
  if (rest > 2) lane2 += squaredDifference(a + 8, b + 8)
  return <f32>(lane0 + lane1 + (lane2 + f64x2.extract_lane(lanes23, 1)))
}

/** Inner product of two vectors, rounded to float32. */
export function innerProduct(a: usize, b: usize, d: i32): f32 {
  return <f32>exactProduct(a, b, d)
}

/** Inner product of two vectors, as summed in float64. */
export function exactProduct(a: usize, b: usize, d: i32): f64 {
  const end = a + ((<usize>(d & ~3)) << 2)
  let lanes01 = f64x2.splat(0)
  let lanes23 = f64x2.splat(0)
  while (a < end) {
    lanes01 = f64x2.add(lanes01, f64x2.mul(two(a), two(b)))
    lanes23 = f64x2.add(lanes23, f64x2.mul(two(a + 8), two(b + 8)))
    a += 16
    b += 16
  }
  let lane0 = f64x2.extract_lane(lanes01, 0)
  let lane1 = f64x2.extract_lane(lanes01, 1)
  let lane2 = f64x2.extract_lane(lanes23, 0)
  const rest = d & 3
  if (rest > 0) lane0 += product(a, b)
  if (rest > 1) lane1 += product(a + 4, b + 4)
  if (rest > 2) lane2 += product(a + 8, b + 8)
  return lane0 + lane1 + (lane2 + f64x2.extract_lane(lanes23, 1))
}

/** Two floats as doubles. */
function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}

function squaredDifference(a: usize, b: usize): f64 {
  const difference = <f64>load<f32>(a) - <f64>load<f32>(b)
  return difference * difference
}

function product(a: usize, b: usize): f64 {
  return <f64>load<f32>(a) * <f64>load<f32>(b)
}
