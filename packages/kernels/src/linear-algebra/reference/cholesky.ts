/** S = L L' of a symmetric positive definite matrix: the lower triangle of S becomes L. One that is not gives NaN. */
export function factorizePlainly(s: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = s[i * n + j]
      for (let f = 0; f < j; f++) sum -= s[i * n + f] * s[j * n + f]
      s[i * n + j] = i === j ? Math.sqrt(sum) : sum / s[j * n + j]
    }
}

/** b becomes (L L')^-1 b. */
export function solvePlainly(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) b[i] -= l[i * n + j] * b[j]
    b[i] /= l[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= l[i * n + i]
    for (let j = 0; j < i; j++) b[j] -= l[i * n + j] * b[i]
  }
  return b
}
