import type { Distribution } from '../distribution.js'
import type { Json } from '../frozen-trial.js'
import type { Direction } from '../samplers/sampler.js'
import type { TrialRecord } from './trial-record.js'

/** What a storage knows of a study. */
export class StudyRecord {
  readonly id: number
  readonly name: string
  /** One for each value that the objective returns; `null` where the file does not say. */
  readonly directions: readonly (Direction | null)[]
  readonly trials: TrialRecord[] = []
  readonly userAttrs = new Map<string, Json>()
  /** The range of every parameter in the first trial that had it. */
  readonly distributions = new Map<string, Distribution>()

  constructor(id: number, name: string, directions: readonly number[]) {
    this.id = id
    this.name = name
    this.directions = directions.map((code) => (code === 1 ? 'minimize' : code === 2 ? 'maximize' : null))
  }
}
