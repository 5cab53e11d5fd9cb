// Everything the module exports, under the names that src/wasm-module.ts knows.
export * from './sgd'
export { svdppEpoch } from './svdpp'
export { encodeBlock } from './encode'
export { beginQueries, endQueries, scanBatch, scanRows, scanRuns } from './search'
export { lowerDistances } from './k-means'
export { fillDistanceTable, sumDistanceTable } from './pq'
export { decodeScalars, measureRows } from './sq'
