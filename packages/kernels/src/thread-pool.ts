import { KernelError } from './errors.js'
import type { KernelMemory } from './kernel-memory.js'
import { compiledKernels } from './wasm-module.js'

/** One call of a kernel. */
export interface KernelCall {
  readonly name: string
  readonly args: readonly (number | boolean)[]
}

/** The part of a `node:worker_threads` Worker that is used here. */
interface Thread {
  postMessage(message: unknown): void
  on(event: 'error' | 'exit', listener: () => void): void
  unref(): void
  terminate(): unknown
}
type ThreadConstructor = new (
  source: string,
  options: { readonly eval: true; readonly name: string; readonly execArgv: readonly string[] },
) => Thread

/** Places in the array that the threads of one {@link callInParallel} watch. */
const NEXT_CALL = 0
const FINISHED_CALLS = 1
const FAILED_CALLS = 2

/**
 * A thread takes the calls that nobody has taken yet. It is a text, so that no bundler has to find a file.
 *
 * A memory lives as long as any thread has not collected it, and a thread that hardly allocates never collects. So it
 * does at the first calls on another memory, and keeps one memory at most.
 */
const THREAD_SOURCE = `
require('node:v8').setFlagsFromString('--expose-gc')
const gc = require('node:vm').runInNewContext('gc')
const collect = () => {
  gc() // finds what is dead
  gc() // and waits until that was given back
}
let lastId
require('node:worker_threads').parentPort.on('message', ({ module, memory, id, calls, results, counters }) => {
  if (id !== lastId) setImmediate(collect)
  lastId = id
  if (Atomics.load(counters, ${NEXT_CALL}) >= calls.length) return
  let kernels
  try {
    kernels = new WebAssembly.Instance(module, { env: { memory } }).exports
  } catch {
    return // Without having taken a call: others make it.
  }
  const next = () => Atomics.add(counters, ${NEXT_CALL}, 1)
  for (let at = next(); at < calls.length; at = next()) {
    try {
      results[at] = kernels[calls[at].name](...calls[at].args)
    } catch {
      Atomics.add(counters, ${FAILED_CALLS}, 1)
    }
    Atomics.add(counters, ${FINISHED_CALLS}, 1)
    Atomics.notify(counters, ${FINISHED_CALLS})
  }
})`

/** How long is waited for calls that other threads have taken, before they are given up, in milliseconds. */
const PATIENCE = 60_000
/** One wait of many, so that a process that was suspended meanwhile does not lose all its patience at once. */
const ONE_WAIT = 100

const threads: Thread[] = []

/** Tells memories apart for the threads, which get another object for the same memory each time. */
const memoryIds = new WeakMap<KernelMemory, number>()
let nextMemoryId = 0

function idOf(memory: KernelMemory): number {
  const id = memoryIds.get(memory) ?? nextMemoryId++
  memoryIds.set(memory, id)
  return id
}

/**
 * Makes the calls, on up to `nThreads` threads of which the caller is one, and waits for all. Calls that may run
 * side by side must not write what another reads or writes; then the results do not depend on the number of threads.
 * Threads are started once for the whole process (20 ms each), sleep between calls and keep no process alive.
 *
 * Where there are no `node:worker_threads`, as in browsers, or the memory is not shared, the caller makes all calls.
 *
 * @param patience - Milliseconds to wait for the other threads, once the caller has nothing left to do.
 * @returns What each call returned.
 * @throws {@link KernelError} WORKER_FAILED when a thread broke off in a call or does not answer; all threads are
 *   ended then, and the next call starts new ones.
 */
export function callInParallel(
  memory: KernelMemory,
  calls: readonly KernelCall[],
  nThreads: number,
  patience = PATIENCE,
): number[] {
  const { kernels } = memory
  const makeCall = ({ name, args }: KernelCall) => kernels[name](...args)
  const helpers = memory.shared ? startThreads(Math.min(nThreads, calls.length) - 1) : []
  if (helpers.length === 0) return calls.map(makeCall)

  const counters = new Int32Array(new SharedArrayBuffer(12))
  const results = new Float64Array(new SharedArrayBuffer(calls.length * 8))
  const module = compiledKernels(memory.module, true)
  const batch = { module, memory: memory.memory, id: idOf(memory), calls, results, counters }
  for (const helper of helpers) helper.postMessage(batch)
  let at = Atomics.add(counters, NEXT_CALL, 1)
  for (; at < calls.length; at = Atomics.add(counters, NEXT_CALL, 1)) {
    try {
      results[at] = makeCall(calls[at])
    } catch {
      Atomics.add(counters, FAILED_CALLS, 1)
    }
    Atomics.add(counters, FINISHED_CALLS, 1)
  }
  awaitFinished(counters, calls.length, patience)
  return [...results]
}

/** Ends all threads; the next {@link callInParallel} starts new ones. What they worked on is undefined. */
export function endThreads(): void {
  for (const thread of threads.splice(0)) thread.terminate()
}

/** @returns `wanted` threads, or none where there are no threads. */
function startThreads(wanted: number): readonly Thread[] {
  if (wanted < 1) return []
  // An import would keep every bundle for browsers from being made.
  const workerThreads = globalThis.process?.getBuiltinModule?.('node:worker_threads')
  if (workerThreads === undefined) return []
  const Worker = workerThreads.Worker as unknown as ThreadConstructor
  while (threads.length < wanted) {
    // What Node was started with (--input-type, --eval) is not for this source.
    const thread = new Worker(THREAD_SOURCE, { eval: true, name: 'redux kernels', execArgv: [] })
    const forget = () => {
      const at = threads.indexOf(thread)
      if (at >= 0) threads.splice(at, 1)
    }
    // Whoever waits for it finds out by its silence; here it only must not bring the process down.
    thread.on('error', forget)
    thread.on('exit', forget)
    thread.unref()
    threads.push(thread)
  }
  return threads.slice(0, wanted)
}

function awaitFinished(counters: Int32Array, nCalls: number, patience: number): void {
  let waits = 0
  for (;;) {
    const finished = Atomics.load(counters, FINISHED_CALLS)
    if (finished === nCalls) break
    if (waits * ONE_WAIT >= patience)
      giveUp(`${nCalls - finished} calls were not answered for ${patience} ms`)
    waits +=
      Atomics.wait(counters, FINISHED_CALLS, finished, Math.min(ONE_WAIT, patience)) === 'timed-out'
        ? 1
        : -waits
  }
  const failed = Atomics.load(counters, FAILED_CALLS)
  if (failed > 0) giveUp(`${failed} of ${nCalls} calls broke off`)
}

function giveUp(reason: string): never {
  endThreads()
  throw new KernelError('WORKER_FAILED', `the threads had to be ended: ${reason}`)
}
