import type { Operation } from './operation.js'
import { Replay } from './replay.js'
import type { StudyStorage } from './storage.js'

/** Keeps studies as long as the program runs. */
export class InMemoryStorage implements StudyStorage {
  readonly #replay = new Replay()

  read(): Replay {
    return this.#replay
  }

  write(operation: Operation): number | null {
    return this.#replay.apply(operation)
  }
}
