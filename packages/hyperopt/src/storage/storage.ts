import type { Operation } from './operation.js'
import type { Replay } from './replay.js'

/** Where studies are kept: a log of operations, and the state they lead to. */
export interface StudyStorage {
  /** The state after all operations so far, those of other processes too. The same object every time. */
  read(): Replay
  /**
   * Appends an operation.
   *
   * @returns The id of the study or trial that it made or changed; `null` if it came too late, for example to
   *   create a study whose name is taken or to change a trial that is over, and so changes nothing.
   */
  write(operation: Operation): number | null
}
