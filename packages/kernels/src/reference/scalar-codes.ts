import type { ScalarCodes, ScalarCodesOptions } from '../scalar-codes.js'
import { scanInnerProduct, scanSquaredL2 } from './scan.js'

const MAX_CODE = 255

/** Where the middle of each cell lies, as a fraction of the range. */
const CENTRES = /* @__PURE__ */ Float32Array.from(
  { length: MAX_CODE + 1 },
  (_, code) => (code + 0.5) / MAX_CODE,
)

/**
 * Decodes rows of one byte to a component: `min_j + range_j * (code + 0.5) / 255`, where the quotient is a float32, the
 * product exact, and the sum rounded to float64 and then to float32.
 *
 * @param codes - n x d.
 * @param minima - d.
 * @param ranges - d.
 * @param out - Receives n x d.
 */
export function decodeScalars(
  codes: Uint8Array,
  minima: Float32Array,
  ranges: Float32Array,
  out: Float32Array,
): void {
  const d = minima.length
  for (let start = 0; start < codes.length; start += d)
    for (let j = 0; j < d; j++) out[start + j] = minima[j] + CENTRES[codes[start + j]] * ranges[j]
}

/** Scalar codes in plain arrays. */
export class PlainScalarCodes implements ScalarCodes {
  readonly #options: ScalarCodesOptions
  #rows = new Float32Array(0)
  #out = new Float32Array(0)
  #n = 0

  constructor(options: ScalarCodesOptions) {
    this.#options = options
  }

  decode(codes: Uint8Array): void {
    const { minima, ranges } = this.#options
    if (this.#rows.length < codes.length) {
      this.#rows = new Float32Array(codes.length)
      this.#out = new Float32Array(codes.length / minima.length)
    }
    decodeScalars(codes, minima, ranges, this.#rows)
    this.#n = codes.length / minima.length
  }

  distances(query: Float32Array): Float32Array {
    const { minima, metric } = this.#options
    const scan = metric === 'l2' ? scanSquaredL2 : scanInnerProduct
    scan(query, 0, this.#rows, 0, minima.length, this.#n, minima.length, this.#out)
    return this.#out.subarray(0, this.#n)
  }
}
