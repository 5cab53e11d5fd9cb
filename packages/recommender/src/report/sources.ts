import type { Study } from '@redux/hyperopt'
import type { Artifact } from '../artifact/artifact.js'
import type { ReadResult } from '../node/read/read-interactions.js'
import type { Evaluation } from './evaluation.js'
import type { RunRecord } from './run-record.js'

/** What a report is made of. Sections whose source is missing say so. */
export interface ReportSources {
  readonly artifact?: Artifact
  /** The run that made the artifact. */
  readonly run?: RunRecord
  readonly evaluation?: Evaluation
  readonly study?: Study
  /** The data file itself: who listened to what, and how often. */
  readonly data?: ReadResult
}
