import type { OptimizeOptions } from '../optimize.js'
import { checkOption } from '../options.js'
import type { Study } from '../study.js'
import { ObjectiveWorker } from './objective-worker.js'

/** How long a study goes on, and in how many threads. */
export interface OptimizeInWorkersOptions extends Omit<OptimizeOptions, 'concurrency'> {
  /** Threads, and so trials at the same time; an integer >= 1. @defaultValue 1 */
  readonly workers?: number
}

/**
 * Runs the objective of a module in worker threads, for objectives that compute rather than wait. All else is as with
 * `study.optimize`: sampler, pruner and storage stay in this thread, so one worker gives the same trials as none.
 *
 * Between trials and whenever the objective asks something of its trial, this thread has to have its turn: it must not
 * be kept busy meanwhile. Once `signal` is aborted, the threads are ended at once.
 *
 * @param moduleUrl - Of an ES module that exports a function `objective`, an {@link Objective}. Each thread loads it
 *   once, so what it prepares at its top serves all trials of the thread.
 * @throws {@link HyperoptError} as `study.optimize`; WORKER_FAILED if a thread ends by itself; and what the objective
 *   throws, as an `Error` with the same name, message, stack and code.
 * @example
 * await optimizeInWorkers(study, new URL('./objective.js', import.meta.url), { workers: 4, nTrials: 100 })
 */
export async function optimizeInWorkers(
  study: Study,
  moduleUrl: URL | string,
  options: OptimizeInWorkersOptions,
): Promise<void> {
  const { workers = 1, ...rest } = options
  checkOption(Number.isSafeInteger(workers) && workers >= 1, 'workers', 'an integer >= 1', workers)
  const url = new URL(moduleUrl).href
  const all: ObjectiveWorker[] = []
  const idle: ObjectiveWorker[] = []
  const start = () => {
    const worker = new ObjectiveWorker(url)
    all.push(worker)
    return worker
  }
  try {
    await study.optimize(
      async (trial) => {
        const worker = idle.pop() ?? start()
        const value = await worker.run(trial)
        idle.push(worker)
        // Whatever it is, the study checks it.
        return value as number
      },
      { ...rest, concurrency: workers },
    )
  } finally {
    await Promise.all(all.map((worker) => worker.terminate()))
  }
}
