import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  createStudy,
  type Direction,
  HyperoptError,
  InMemoryStorage,
  JournalStorage,
  MedianPruner,
  RandomSampler,
  type Study,
  type StudyStorage,
  TPESampler,
} from '@redux/hyperopt'
import { RecommenderError } from '../../errors.js'
import { readError } from '../../node/read/byte-chunks.js'

/** How points of the space are chosen. */
export type SamplerName = 'tpe' | 'random'

export const SAMPLERS: readonly SamplerName[] = ['tpe', 'random']

/** Which study, and how it goes about its search. */
export interface StudyRequest {
  readonly direction: Direction
  readonly sampler: SamplerName
  readonly seed: number
  /** Path of a journal; absent: the study is kept in memory. */
  readonly storage?: string
  readonly studyName: string
  /** What values depend on; a study is gone on with for the same only. */
  readonly about: Readonly<Record<string, string | number | null>>
}

/** Key under which a study keeps what its values depend on. */
const ABOUT = 'redux'

/**
 * Makes a study, or goes on with the one of that name in the journal. Trials that are worse half-way than the median of
 * the others are given up.
 *
 * @throws {@link RecommenderError} UNKNOWN_FORMAT for a file that is no journal; NOT_A_FILE, UNREADABLE;
 *   INVALID_OPTION for a study that is about something else.
 */
export function openStudy({ storage, studyName, direction, about, ...means }: StudyRequest): Study {
  const place = storage === undefined ? 'memory' : storage
  const another = (difference: string) =>
    new RecommenderError(
      'INVALID_OPTION',
      `the study ${studyName} in ${place} ${difference}; go on with the same, or name another study`,
    )
  try {
    const sampler =
      means.sampler === 'tpe' ? new TPESampler({ seed: means.seed }) : new RandomSampler({ seed: means.seed })
    const journal = storage === undefined ? new InMemoryStorage() : openJournal(storage)
    const study = createStudy({ direction, storage: journal, studyName, sampler, pruner: new MedianPruner() })
    if (study.trials.length === 0) study.setUserAttr(ABOUT, about)
    const kept = (study.userAttrs[ABOUT] ?? {}) as StudyRequest['about']
    for (const [name, value] of Object.entries(about))
      if (kept[name] !== value) throw another(`has ${name} ${kept[name] ?? 'none'}, not ${value ?? 'none'}`)
    return study
  } catch (error) {
    if (error instanceof HyperoptError && error.code === 'STUDY_MISMATCH')
      throw another(`has another direction than to ${direction} one value`)
    throw storage === undefined ? error : journalError(storage, error)
  }
}

/**
 * Opens a journal, or begins one in a folder that is made as needed. What is no journal is not written to: that would
 * cut off its last line, as one that a crash left unfinished.
 */
function openJournal(path: string): StudyStorage {
  mkdirSync(dirname(path), { recursive: true })
  const storage = new JournalStorage(path)
  if (storage.read().studies.length === 0 && statSync(path).size > 0) throw noJournal(path)
  return storage
}

function journalError(path: string, error: unknown): unknown {
  if (error instanceof HyperoptError && error.code === 'JOURNAL_BROKEN') return noJournal(path, error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const cause = { cause: error }
  if (code === 'EISDIR')
    return new RecommenderError('NOT_A_FILE', `${path} is a folder, not a journal`, cause)
  return error instanceof HyperoptError ? error : readError(path, error)
}

function noJournal(path: string, cause?: HyperoptError): RecommenderError {
  const why = cause === undefined ? '' : `: ${cause.message}`
  return new RecommenderError('UNKNOWN_FORMAT', `${path} is no journal of trials${why}`, { cause })
}
