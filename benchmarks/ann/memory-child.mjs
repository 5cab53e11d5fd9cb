// Loads an index from a file, adds the vectors of another, and tells how much memory that took.
import { readFileSync } from 'node:fs'
import { readIndex } from '@redux/ann'

const [indexFile, vectorFile] = process.argv.slice(2)
const index = readIndex(readFileSync(indexFile))
const vectors = new Float32Array(Uint8Array.from(readFileSync(vectorFile)).buffer)
globalThis.gc()
const before = process.memoryUsage.rss()
index.add(vectors)
globalThis.gc()
console.log(JSON.stringify({ bytes: process.memoryUsage.rss() - before }))
