export * from './covers.js'
export * from './database.js'
