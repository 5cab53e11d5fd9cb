import { normal, type Random } from '../random.js'
import type { Kernels } from './kernels.js'
import { logNormalDensity, normalMass } from './normal.js'

/** The borders of what counts as the same value as `x`, in [0, 1]; both are `x` where values are not on a grid. */
export type Cell = (x: number) => readonly [from: number, to: number]

/**
 * Normal densities around observations in [0, 1], cut off at its ends, and for the prior a wide one in the middle. On
 * a grid, a value has the mass of its cell.
 */
export class NormalKernels implements Kernels {
  readonly #cell: Cell
  readonly #means: Float64Array
  readonly #deviations: Float64Array
  /** Logarithm of the mass of every kernel inside [0, 1], by which its density is to be divided. */
  readonly #logMasses: Float64Array

  /** @param widths - Standard deviations of the kernels, in (0, 1]. */
  constructor(observed: readonly number[], widths: Float64Array, cell: Cell) {
    this.#cell = cell
    this.#means = Float64Array.of(...observed, 0.5)
    this.#deviations = Float64Array.of(...widths, 1)
    this.#logMasses = this.#means.map((mean, k) => logMass(0, 1, mean, this.#deviations[k]!))
  }

  sample(k: number, random: Random): number {
    for (;;) {
      // The mean is in the range, which is at least as wide as the deviation: a third of the draws hit, or more.
      const x = this.#means[k]! + this.#deviations[k]! * normal(random)
      if (x >= 0 && x <= 1) return x
    }
  }

  addLogDensities(x: number, sums: Float64Array): void {
    const [from, to] = this.#cell(x)
    for (let k = 0; k < sums.length; k++)
      sums[k]! += logMass(from, to, this.#means[k]!, this.#deviations[k]!) - this.#logMasses[k]!
  }
}

/** Narrower than this many deviations, the density does not change within a cell as far as digits show. */
const NARROW = 1e-5

/** Logarithm of the normal mass between two borders; of the density where they are the same. */
function logMass(from: number, to: number, mean: number, deviation: number): number {
  const [a, b] = [(from - mean) / deviation, (to - mean) / deviation]
  if (b - a > NARROW) return Math.log(normalMass(a, b))
  const logDensity = logNormalDensity((a + b) / 2) - Math.log(deviation)
  return from === to ? logDensity : logDensity + Math.log(to - from)
}
