/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an option is out of range, of the wrong type or unknown
 * - `NOT_FOUND` a file or folder does not exist
 * - `NOT_A_FILE` a folder was given where a file is needed, or the reverse
 * - `UNREADABLE` a file exists but its bytes cannot be had: no permission, a disk fault, a damaged gzip
 * - `EMPTY_DATA` the data hold no usable row
 * - `MISSING_COLUMN` the header lacks a column that is needed
 * - `UNKNOWN_FORMAT` the file is of no known format
 * - `BAD_ROWS` too many rows cannot be read
 * - `BAD_SPLIT` a split file is malformed, or was made for another data file
 * - `BAD_ARTIFACT` an artifact is missing, truncated, altered or contradicts its manifest
 * - `TRAINING_FAILED` the model could not be learned, such as when a learning rate is too high
 * - `SMOKE_TEST_FAILED` a version does not answer sensibly and did not become the current one
 * - `CONFLICT` somebody else changed which version is current in the meantime; nothing was done
 * - `UNKNOWN_SONG` the song is not in the catalogue
 * - `NO_SEEDS` none of the seeds is in the catalogue
 * - `ABORTED` the caller's signal asked to stop
 */
export type RecommenderErrorCode =
  | 'INVALID_OPTION'
  | 'NOT_FOUND'
  | 'NOT_A_FILE'
  | 'UNREADABLE'
  | 'EMPTY_DATA'
  | 'MISSING_COLUMN'
  | 'UNKNOWN_FORMAT'
  | 'BAD_ROWS'
  | 'BAD_SPLIT'
  | 'BAD_ARTIFACT'
  | 'TRAINING_FAILED'
  | 'SMOKE_TEST_FAILED'
  | 'CONFLICT'
  | 'UNKNOWN_SONG'
  | 'NO_SEEDS'
  | 'ABORTED'

/** Every error `@redux/recommender` throws on purpose. Branch on `code`; `message` is for people and may change. */
export class RecommenderError extends Error {
  static {
    RecommenderError.prototype.name = 'RecommenderError'
  }
  readonly code: RecommenderErrorCode

  constructor(code: RecommenderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
