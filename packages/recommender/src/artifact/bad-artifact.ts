import { RecommenderError } from '../errors.js'

/** The error for one file of an artifact: `<file>: <reason>`. */
export function badArtifact(file: string, reason: string, cause?: unknown): RecommenderError {
  return new RecommenderError(
    'BAD_ARTIFACT',
    `${file}: ${reason}`,
    cause === undefined ? undefined : { cause },
  )
}

/** Runs a reader that does not know which file it reads, and names the file when it refuses. */
export function namingFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw badArtifact(file, error instanceof Error ? error.message : String(error), error)
  }
}
