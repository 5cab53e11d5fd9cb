import type { Pruner } from './pruner.js'

/** Lets every trial go on. */
export class NopPruner implements Pruner {
  shouldPrune(): boolean {
    return false
  }
}
