export * from './browser.js'
export { JournalStorage } from './node/journal-storage.js'
export { type OptimizeInWorkersOptions, optimizeInWorkers } from './node/optimize-in-workers.js'
