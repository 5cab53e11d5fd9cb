import type { RangeAnswer } from '@redux/kernels'
import type { Candidates } from './candidates.js'

/** Keeps the candidates whose key is below a threshold, all of them. */
export class WithinRadius implements Candidates {
  readonly #threshold: number
  readonly #keys: number[] = []
  readonly #labels: number[] = []

  /** @param threshold - A radius times the `keySign` of the metric. */
  constructor(threshold: number) {
    this.#threshold = threshold
  }

  admits(key: number): boolean {
    return key < this.#threshold
  }

  offer(key: number, label: number): void {
    if (!this.admits(key)) return
    this.#keys.push(key)
    this.#labels.push(label)
  }

  /** What was kept, nearest first and equal keys by lower label. */
  answer(keySign: 1 | -1): RangeAnswer {
    const keys = this.#keys
    const labels = this.#labels
    const order = Int32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || labels[a]! - labels[b]!)
    return {
      distances: Float32Array.from(order, (i) => keySign * keys[i]!),
      labels: Int32Array.from(order, (i) => labels[i]!),
    }
  }
}
