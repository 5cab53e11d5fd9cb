// Everything the module exports, under the names that src/wasm-module.ts knows.
export * from './sgd'
