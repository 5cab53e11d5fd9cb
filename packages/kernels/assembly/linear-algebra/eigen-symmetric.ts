// Eigenvalues and eigenvectors of a symmetric matrix in doubles: Householder's tridiagonalisation, then implicit QL, with
// every long loop along rows. See Golub, Van Loan, "Matrix Computations", 4th edition, section 8.3.
//
// SAFETY: nothing here is checked. Rows are `rowBytes` apart, a multiple of 16, and padded with zeros; no number of the
// matrix is above 1 by much, so that squares stay finite.

const MAX_ITERATIONS: i32 = 60
/** Squares below this have lost digits to underflow; beside 1, what they are squares of is nothing. */
const NEGLIGIBLE: f64 = 1e-290
const EPSILON: f64 = 2.220446049250313e-16

/**
 * @param a - The matrix, both triangles; destroyed.
 * @param vectors - n rows: row j becomes the eigenvector of value j, in no order.
 * @param values - n doubles.
 * @param scratch - n + 3 rows.
 * @returns Whether all eigenvalues were found.
 */
export function eigenSymmetric(
  a: usize,
  n: i32,
  rowBytes: usize,
  vectors: usize,
  values: usize,
  scratch: usize,
): bool {
  const offDiagonal = scratch
  const betas = offDiagonal + rowBytes
  const product = betas + rowBytes
  const reflectors = product + rowBytes
  tridiagonalize(a, n, rowBytes, values, offDiagonal, betas, product, reflectors)
  accumulate(vectors, n, rowBytes, betas, reflectors)
  for (let first = 0; first < n; first++)
    for (let iteration = 0; ; iteration++) {
      const last = endOfBlock(values, offDiagonal, first, n)
      if (last === first) break
      if (iteration === MAX_ITERATIONS) return false
      stepQL(values, offDiagonal, vectors, rowBytes, first, last)
    }
  return true
}

/** Leaves T's diagonals, and the reflectors I - beta v v' that lead there; v is 0 up to its own row. */
function tridiagonalize(
  a: usize,
  n: i32,
  rowBytes: usize,
  diagonal: usize,
  offDiagonal: usize,
  betas: usize,
  product: usize,
  reflectors: usize,
): void {
  memory.fill(reflectors, 0, <usize>n * rowBytes)
  memory.fill(product, 0, rowBytes)
  for (let k = 0; k < n; k++) {
    const v = reflectors + <usize>k * rowBytes
    store<f64>(at(diagonal, k), load<f64>(at(a + <usize>k * rowBytes, k)))
    for (let row = k + 1; row < n; row++) store<f64>(at(v, row), load<f64>(at(a + <usize>row * rowBytes, k)))
    const left = k + 1 < n ? reflect(v, k + 1, n) : 0
    store<f64>(at(offDiagonal, k), left)
    const head = k + 1 < n ? load<f64>(at(v, k + 1)) : 0
    const beta = head === 0 ? 0 : 1 / head
    store<f64>(at(betas, k), beta)
    if (beta !== 0) applyBothSides(a, n, rowBytes, v, beta, k + 1, product)
  }
}

/** Makes of x, from `first` on, the v that leaves only that component of x, scaled so that v'v = 2 v[first]. */
function reflect(x: usize, first: i32, n: i32): f64 {
  const head = load<f64>(at(x, first))
  let squares: f64 = 0
  for (let row = first + 1; row < n; row++) {
    const value = load<f64>(at(x, row))
    squares += value * value
  }
  if (squares < NEGLIGIBLE) {
    store<f64>(at(x, first), 0)
    return head
  }
  const norm = sqrt<f64>(squares + head * head) * (head < 0 ? -1.0 : 1.0)
  for (let row = first; row < n; row++) store<f64>(at(x, row), load<f64>(at(x, row)) / norm)
  store<f64>(at(x, first), load<f64>(at(x, first)) + 1)
  return -norm
}

/** A := (I - beta v v') A (I - beta v v') = A - v q' - q v', with p = beta A v and q = p - (beta / 2) (p'v) v. */
function applyBothSides(
  a: usize,
  n: i32,
  rowBytes: usize,
  v: usize,
  beta: f64,
  first: i32,
  product: usize,
): void {
  const from = (<usize>first & ~1) << 3
  let inner: f64 = 0
  memory.fill(product, 0, (<usize>first) << 3)
  for (let row = first; row < n; row++) {
    const value = beta * dot(a + <usize>row * rowBytes, v, from, rowBytes)
    store<f64>(at(product, row), value)
    inner += value * load<f64>(at(v, row))
  }
  addRow(product, v, (-beta / 2) * inner, from, rowBytes)
  for (let row = first; row < n; row++) {
    const to = a + <usize>row * rowBytes
    const vs = f64x2.splat(load<f64>(at(v, row)))
    const qs = f64x2.splat(load<f64>(at(product, row)))
    for (let f = from; f < rowBytes; f += 16) {
      const change = f64x2.add(f64x2.mul(vs, v128.load(product + f)), f64x2.mul(qs, v128.load(v + f)))
      v128.store(to + f, f64x2.sub(v128.load(to + f), change))
    }
  }
}

/** Rows of the product of all reflectors, transposed. */
function accumulate(rows: usize, n: i32, rowBytes: usize, betas: usize, reflectors: usize): void {
  memory.fill(rows, 0, <usize>n * rowBytes)
  for (let row = 0; row < n; row++) store<f64>(at(rows + <usize>row * rowBytes, row), 1)
  for (let k = n - 2; k >= 0; k--) {
    const beta = load<f64>(at(betas, k))
    if (beta === 0) continue
    const v = reflectors + <usize>k * rowBytes
    const from = (<usize>(k + 1) & ~1) << 3
    // Rows before that are still those of the identity.
    for (let row = k + 1; row < n; row++) {
      const to = rows + <usize>row * rowBytes
      addRow(to, v, -beta * dot(to, v, from, rowBytes), from, rowBytes)
    }
  }
}

/** Last row of the block from `first` on whose rows are still coupled. */
function endOfBlock(diagonal: usize, offDiagonal: usize, first: i32, n: i32): i32 {
  let last = first
  for (; last < n - 1; last++) {
    const size = abs(load<f64>(at(diagonal, last))) + abs(load<f64>(at(diagonal, last + 1)))
    if (abs(load<f64>(at(offDiagonal, last))) <= EPSILON * size + NEGLIGIBLE) break
  }
  return last
}

/** One implicit QL step with Wilkinson's shift on rows first..last. */
function stepQL(
  diagonal: usize,
  offDiagonal: usize,
  vectors: usize,
  rowBytes: usize,
  first: i32,
  last: i32,
): void {
  const d = load<f64>(at(diagonal, first))
  const e = load<f64>(at(offDiagonal, first))
  const half = (load<f64>(at(diagonal, first + 1)) - d) / (2 * e)
  const root = sqrt<f64>(half * half + 1)
  let g = load<f64>(at(diagonal, last)) - d + e / (half + (half < 0 ? -root : root))
  let sine: f64 = 1
  let cosine: f64 = 1
  let shift: f64 = 0
  for (let i = last - 1; i >= first; i--) {
    const f = sine * load<f64>(at(offDiagonal, i))
    const b = cosine * load<f64>(at(offDiagonal, i))
    const larger = max<f64>(abs(f), abs(g))
    const smaller = min<f64>(abs(f), abs(g))
    const ratio = larger === 0 ? 0.0 : smaller / larger
    const length = larger * sqrt<f64>(1 + ratio * ratio)
    store<f64>(at(offDiagonal, i + 1), length)
    const below = at(diagonal, i + 1)
    if (length === 0) {
      // The block falls apart: what was found so far is kept.
      store<f64>(below, load<f64>(below) - shift)
      store<f64>(at(offDiagonal, last), 0)
      return
    }
    sine = f / length
    cosine = g / length
    g = load<f64>(below) - shift
    const r = (load<f64>(at(diagonal, i)) - g) * sine + 2 * cosine * b
    shift = sine * r
    store<f64>(below, g + shift)
    g = cosine * r - b
    turn(vectors + <usize>i * rowBytes, rowBytes, sine, cosine)
  }
  store<f64>(at(diagonal, first), load<f64>(at(diagonal, first)) - shift)
  store<f64>(at(offDiagonal, first), g)
  store<f64>(at(offDiagonal, last), 0)
}

/** A row and the next turned against each other. */
function turn(row: usize, rowBytes: usize, sine: f64, cosine: f64): void {
  const sines = f64x2.splat(sine)
  const cosines = f64x2.splat(cosine)
  const next = row + rowBytes
  for (; row < next; row += 16) {
    const a = v128.load(row)
    const b = v128.load(row + rowBytes)
    v128.store(row + rowBytes, f64x2.add(f64x2.mul(sines, a), f64x2.mul(cosines, b)))
    v128.store(row, f64x2.sub(f64x2.mul(cosines, a), f64x2.mul(sines, b)))
  }
}

function dot(a: usize, b: usize, from: usize, end: usize): f64 {
  let s0 = f64x2.splat(0)
  let s1 = f64x2.splat(0)
  let f = from
  for (; f + 32 <= end; f += 32) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + f), v128.load(b + f)))
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a + f, 16), v128.load(b + f, 16)))
  }
  if (f < end) s0 = f64x2.add(s0, f64x2.mul(v128.load(a + f), v128.load(b + f)))
  s0 = f64x2.add(s0, s1)
  return f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)
}

function addRow(to: usize, row: usize, factor: f64, from: usize, end: usize): void {
  const factors = f64x2.splat(factor)
  for (let f = from; f < end; f += 16)
    v128.store(to + f, f64x2.add(v128.load(to + f), f64x2.mul(factors, v128.load(row + f))))
}

function at(row: usize, column: i32): usize {
  return row + ((<usize>column) << 3)
}
