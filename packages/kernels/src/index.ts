export { type Backend, type BackendOption, chooseBackend } from './backend.js'
export { KernelError, type KernelErrorCode } from './errors.js'
export { KernelArray, type KernelArrayType, KernelMemory } from './kernel-memory.js'
export * from './reference/scan.js'
export * from './reference/sgd.js'
export { SgdKernel, type SgdKernelOptions, type SgdRatings } from './sgd-kernel.js'
export { callInParallel, endThreads, type KernelCall } from './thread-pool.js'
export {
  createRowStore,
  type Metric,
  type RangeAnswer,
  type RowFilter,
  type RowStore,
  type Runs,
  type SearchOutput,
} from './row-store.js'
export { TopKHeap } from './reference/top-k-heap.js'
export { type NearestCentre, nearestCentre } from './nearest-centre.js'
