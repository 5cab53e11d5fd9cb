// Everything the module exports, under the names that src/wasm-module.ts knows.

export { encodeBlock } from './encode'
export { lowerDistances } from './k-means'
export { fillDistanceTable, sumDistanceTable } from './pq'
export { beginQueries, endQueries, scanBatch, scanGuesses, scanRows, scanRuns, storedProduct } from './search'
export * from './sgd'
export { decodeScalars, measureRows } from './sq'
export { svdppEpoch } from './svdpp'
