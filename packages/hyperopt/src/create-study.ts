import { HyperoptError } from './errors.js'
import { checkKeys, checkOption } from './options.js'
import type { Direction } from './samplers/sampler.js'
import { InMemoryStorage } from './storage/in-memory-storage.js'
import { OP } from './storage/operation.js'
import type { StudyStorage } from './storage/storage.js'
import { Study, type StudyMeans } from './study.js'

/** How a study is made. */
export interface StudyOptions extends StudyMeans {
  /** Whether the smallest or the largest value of the objective is the best. */
  readonly direction: Direction
  /** Where the study is kept. @defaultValue new InMemoryStorage() */
  readonly storage?: StudyStorage
  /** Names the study in its storage; not empty. @defaultValue 'study' */
  readonly studyName?: string
  /** Whether to go on with the study of that name, if the storage has it. @defaultValue true */
  readonly loadIfExists?: boolean
}

/** How a study is found again. */
export interface LoadStudyOptions extends StudyMeans {
  readonly storage: StudyStorage
  /** @defaultValue the only study of the storage */
  readonly studyName?: string
}

/**
 * Makes a study, or goes on with the one that has this name in the storage.
 *
 * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one of the wrong type; STUDY_MISMATCH if the
 *   storage's study has another direction; STUDY_EXISTS if there is one and `loadIfExists` is false.
 * @example
 * const study = createStudy({ direction: 'minimize', sampler: new TPESampler({ seed: 1 }) })
 */
export function createStudy(options: StudyOptions): Study {
  checkKeys('createStudy', options, [
    'direction',
    'sampler',
    'pruner',
    'storage',
    'studyName',
    'loadIfExists',
  ])
  const { direction, storage = new InMemoryStorage(), studyName = 'study', loadIfExists = true } = options
  checkOption(
    direction === 'minimize' || direction === 'maximize',
    'direction',
    "'minimize' or 'maximize'",
    direction,
  )
  checkStorage(storage)
  checkOption(
    typeof studyName === 'string' && studyName !== '',
    'studyName',
    'a string, not empty',
    studyName,
  )
  checkOption(typeof loadIfExists === 'boolean', 'loadIfExists', 'a boolean', loadIfExists)
  const directions = [direction === 'minimize' ? 1 : 2]
  const isNew =
    storage.read().study(studyName) === undefined &&
    storage.write({ op_code: OP.createStudy, study_name: studyName, directions }) !== null
  if (!isNew && !loadIfExists)
    throw new HyperoptError('STUDY_EXISTS', `there is a study ${studyName} in the storage already`)
  const study = new Study(storage, storage.read().study(studyName)!, options)
  if (study.direction !== direction)
    throw new HyperoptError('STUDY_MISMATCH', `${studyName} is there already, to ${study.direction}`)
  return study
}

/**
 * Finds a study again.
 *
 * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one of the wrong type; STUDY_NOT_FOUND if the
 *   storage has no study of that name, or if no name was given and it has not exactly one; STUDY_MISMATCH if the
 *   study has several objectives.
 */
export function loadStudy(options: LoadStudyOptions): Study {
  checkKeys('loadStudy', options, ['storage', 'studyName', 'sampler', 'pruner'])
  const { storage, studyName } = options
  checkStorage(storage)
  const { studies } = storage.read()
  const found = studies.filter(({ name }) => studyName === undefined || name === studyName)
  if (found.length === 1) return new Study(storage, found[0]!, options)
  const names = studies.map(({ name }) => name).join(', ')
  throw new HyperoptError(
    'STUDY_NOT_FOUND',
    `studyName must be one of those in the storage (${names || 'none'}), got ${studyName}`,
  )
}

function checkStorage(storage: StudyStorage): void {
  checkOption(
    typeof storage?.read === 'function' && typeof storage.write === 'function',
    'storage',
    'an object with methods read and write',
    storage,
  )
}
