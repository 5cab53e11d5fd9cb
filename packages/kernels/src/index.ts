export { type Backend, type BackendOption, chooseBackend } from './backend.js'
export { createDistanceTable, type DistanceTable } from './distance-table.js'
export { KernelError, type KernelErrorCode } from './errors.js'
export { KernelArray, type KernelArrayType, KernelMemory } from './kernel-memory.js'
export { keySignOf } from './key-sign.js'
export { type NearestCentre, nearestCentre } from './nearest-centre.js'
export type { SgdRatings } from './rating-grid.js'
export { decodeScalars } from './reference/scalar-codes.js'
export * from './reference/scan.js'
export * from './reference/sgd.js'
export * from './reference/svdpp.js'
export { TopKHeap } from './reference/top-k-heap.js'
export {
  createRowStore,
  type Metric,
  type RangeAnswer,
  type RowFilter,
  type RowStore,
  type Runs,
  type SearchOutput,
} from './row-store.js'
export { createScalarCodes, type ScalarCodes } from './scalar-codes.js'
export { SgdKernel, type SgdKernelOptions } from './sgd-kernel.js'
export { SvdppKernel, type SvdppKernelOptions } from './svdpp-kernel.js'
export { callInParallel, endThreads, type KernelCall } from './thread-pool.js'
