import { AnnError } from './errors.js'

/**
 * The largest code. The interval between a component's minimum and maximum is cut into as many cells; the maximum has
 * one of its own.
 */
const MAX_CODE = 255

/**
 * Keeps a component as one byte: the number of the cell of its interval that it lies in. FAISS's `QT_8bit`, the same to
 * the last bit of codes and decoded components:
 *
 *     code_j    = floor(255 t),  t = (x_j - min_j) / range_j, brought into 0..1
 *     decoded_j = min_j + range_j (code_j + 0.5) / 255
 *
 * For what lies between minimum and maximum, a component is off by at most `range_j / 510` (a maximum's, too), but for
 * rounding. `t` and `(code + 0.5) / 255` are float32; the decoded component is rounded once.
 */
export class ScalarQuantizer {
  /** Components of a vector, and bytes of a code. */
  readonly d: number
  /** d long: the lowest value of each component. */
  readonly minima: Float32Array
  /** d long: highest minus lowest value of each component, >= 0; input units. */
  readonly ranges: Float32Array

  /**
   * @param minima - d finite numbers; kept.
   * @param ranges - d finite numbers >= 0; kept.
   */
  constructor(minima: Float32Array, ranges: Float32Array) {
    this.d = minima.length
    this.minima = minima
    this.ranges = ranges
  }

  /**
   * Takes minima and ranges from a sample.
   *
   * @param x - n x d with n >= 1, row-major, all finite.
   * @throws {@link AnnError} OUT_OF_RANGE if a range exceeds the largest float32.
   */
  static trained(x: Float32Array, d: number): ScalarQuantizer {
    const minima = x.slice(0, d)
    const maxima = x.slice(0, d)
    for (let at = d; at < x.length; at += d)
      for (let j = 0; j < d; j++) {
        const value = x[at + j]!
        if (value < minima[j]!) minima[j] = value
        if (value > maxima[j]!) maxima[j] = value
      }
    const ranges = maxima.map((maximum, j) => maximum - minima[j]!)
    const tooWide = ranges.indexOf(Infinity)
    if (tooWide >= 0)
      throw new AnnError(
        'OUT_OF_RANGE',
        `component ${tooWide} must range over less than float32 can hold, got ${minima[tooWide]}..${maxima[tooWide]}`,
      )
    return new ScalarQuantizer(minima, ranges)
  }

  /**
   * Codes `n` vectors.
   *
   * @param x - Row-major; read from its start.
   * @param codes - Component j of vector i goes to `codes[start + i * d + j]`.
   */
  encode(x: Float32Array, n: number, codes: Uint8Array, start: number): void {
    const { d, minima, ranges } = this
    for (let i = 0; i < n; i++)
      for (let j = 0; j < d; j++) {
        const range = ranges[j]!
        // FAISS rounds after each step, as here. Where all were equal in the sample, so is what is decoded.
        const t = range === 0 ? 0 : Math.fround(Math.fround(x[i * d + j]! - minima[j]!) / range)
        codes[start + i * d + j] = Math.fround(MAX_CODE * Math.min(Math.max(t, 0), 1))
      }
  }
}
