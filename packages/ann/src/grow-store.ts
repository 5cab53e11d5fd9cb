import type { RowStore } from '@redux/kernels'
import { AnnError } from './errors.js'
import { withAnnErrors } from './kernel-errors.js'

/**
 * Makes room for so many blocks, and for half as many again as there are, so that appending one vector after the other
 * costs `O(d)` each; or for no more than needed, where memory ends.
 *
 * @throws {@link AnnError} OUT_OF_MEMORY
 */
export function growStore(store: RowStore, nBlocks: number): void {
  if (nBlocks <= store.nBlocks) return
  const roomy = Math.ceil(store.nBlocks * 1.5)
  try {
    withAnnErrors(() => store.resize(Math.max(nBlocks, roomy)))
  } catch (error) {
    if (!(error instanceof AnnError) || error.code !== 'OUT_OF_MEMORY' || roomy <= nBlocks) throw error
    withAnnErrors(() => store.resize(nBlocks))
  }
}
