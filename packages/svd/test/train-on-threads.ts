// Trains on two threads, of which one breaks off when asked to: the child process of threads.test.ts.
import workerThreads from 'node:worker_threads'
import { FunkSVD, Ratings, SvdError } from '../src/index.js'

const { Worker } = workerThreads

/** A thread that takes a call and dies in the midst of it, so that nobody ever finishes it. */
class DyingWorker extends Worker {
  constructor(_source: string, options: object) {
    super(
      `require('node:worker_threads').parentPort.on('message', ({ calls, counters }) => {
        if (Atomics.add(counters, 0, 1) >= calls.length) return
        for (const counter of [2, 1]) Atomics.add(counters, counter, 1)
        Atomics.notify(counters, 1)
        process.exit(1)
      })`,
      options,
    )
  }
}

if (process.argv[2] === 'broken') workerThreads.Worker = DyingWorker as typeof Worker
const rows = Array.from({ length: 20_000 }, (_, n) => ({ user: n % 199, item: n % 97, rating: 1 + (n % 5) }))
try {
  // Long enough for the other thread to start: it needs some tens of milliseconds.
  const nEpochs = process.argv[2] === 'broken' ? 100_000 : 50
  new FunkSVD({ nFactors: 64, nEpochs, threads: 2 }).fit(Ratings.from(rows))
  process.stdout.write('trained')
} catch (error) {
  process.stdout.write(error instanceof SvdError ? error.code : String(error))
}
