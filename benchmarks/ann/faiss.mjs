// FAISS in a Python of its own, with our indexes and arrays handed to it as files.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeIndex } from '@redux/ann'
import { PythonPeer } from '../lib/python-peer.mjs'

export class Faiss {
  #peer

  /** @returns undefined if there is no Python with FAISS. */
  static async start() {
    const peer = await PythonPeer.start('faiss')
    return peer && new Faiss(peer)
  }

  constructor(peer) {
    this.#peer = peer
  }

  /** The version, and what it computes with. */
  get version() {
    const { version, simd } = this.#peer.greeting
    return `${version} (${simd}, 1 thread)`
  }

  /** A path in the folder that is removed at the end. */
  path(name) {
    return join(this.#peer.greeting.folder, name)
  }

  /** Hands over an index: its file is ours. */
  async takeIndex(name, index) {
    const file = this.path(`${name}.index`)
    writeFileSync(file, writeIndex(index))
    await this.load(name, file)
    rmSync(file)
  }

  /** Hands over vectors or queries. */
  async takeArray(name, values, d) {
    const file = this.path(`${name}.f32`)
    writeFileSync(file, bytesOf(values))
    await this.#peer.ask('array', { name, file, d })
    rmSync(file)
  }

  /** Loads an index. @returns `seconds`. */
  load(name, file) {
    return this.#peer.ask('load', { name, file })
  }

  /** Saves an index. @returns `seconds` and `bytes`. */
  save(name, file) {
    return this.#peer.ask('save', { name, file })
  }

  /** Empties an index and adds vectors. @returns Seconds. */
  async add(index, vectors) {
    return (await this.#peer.ask('add', { index, vectors })).seconds
  }

  /** @param asked - index, queries, rows, k, seconds and nprobe. @returns The median seconds of a search. */
  async search(asked) {
    return (await this.#peer.ask('search', asked)).seconds
  }

  /** The labels of all queries. @param asked - index, queries, rows, k and nprobe. */
  async answers(asked) {
    const file = this.path('labels.i32')
    await this.#peer.ask('answers', { ...asked, file })
    return takeNumbers(Int32Array, file)
  }

  /** @returns `seconds` and `centroids`. */
  async kMeans(vectors, k, iterations) {
    const file = this.path('centroids.f32')
    const { seconds } = await this.#peer.ask('k_means', { vectors, k, iterations, file })
    return { seconds, centroids: takeNumbers(Float32Array, file) }
  }

  /** Bytes of memory in use, or undefined. */
  async memory() {
    return (await this.#peer.ask('memory')).bytes
  }

  /** Lets go of all indexes and arrays. */
  async forget() {
    await this.#peer.ask('forget')
  }

  stop() {
    this.#peer.stop()
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)

function takeNumbers(Kind, file) {
  const bytes = Uint8Array.from(readFileSync(file))
  rmSync(file)
  return new Kind(bytes.buffer)
}
