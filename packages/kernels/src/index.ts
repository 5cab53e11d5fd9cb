export * from './reference/scan.js'
export * from './reference/sgd.js'
