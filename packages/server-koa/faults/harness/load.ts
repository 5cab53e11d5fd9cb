import { setTimeout as wait } from 'node:timers/promises'

/** Work that goes on until it is told to end. */
export interface Load {
  /** Lets what is under way finish. Rejects with what went wrong first. */
  end(): Promise<void>
}

/** Does a step again and again, so many at a time. Ends early when one throws. */
export function keepDoing(parallel: number, step: (worker: number) => Promise<void>): Load {
  let ended = false
  const workers = Array.from({ length: parallel }, async (_, worker) => {
    try {
      while (!ended) await step(worker)
    } finally {
      ended = true
    }
  })
  return loadOf(workers, () => {
    ended = true
  })
}

/** Begins a step so many times a second, however long each takes. */
export function keepArriving(perSecond: number, step: (arrival: number) => Promise<void>): Load {
  let ended = false
  const startedAt = performance.now()
  const steps: Promise<void>[] = []
  const arrive = async () => {
    for (let arrival = 0; !ended; arrival++) {
      const begun = step(arrival)
      begun.catch(() => {})
      steps.push(begun)
      await wait(Math.max(0, startedAt + ((arrival + 1) * 1000) / perSecond - performance.now()))
    }
    await Promise.all(steps)
  }
  return loadOf([arrive()], () => {
    ended = true
  })
}

function loadOf(work: readonly Promise<void>[], stop: () => void): Load {
  const done = Promise.all(work)
  // Told at the end; until then nobody listens.
  done.catch(() => {})
  return {
    async end() {
      stop()
      await done
    },
  }
}
