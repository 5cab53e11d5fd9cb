/** Inner product, in four interleaved sums: the order is part of the result's bits. */
export function dot(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const whole = n - (n % 4)
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  for (let at = 0; at < whole; at += 4) {
    s0 += a[at] * b[at]
    s1 += a[at + 1] * b[at + 1]
    s2 += a[at + 2] * b[at + 2]
    s3 += a[at + 3] * b[at + 3]
  }
  for (let at = whole; at < n; at++) s0 += a[at] * b[at]
  return s0 + s1 + (s2 + s3)
}

/** `sum += factor * vector`. */
export function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] += factor * vector[at]
}
