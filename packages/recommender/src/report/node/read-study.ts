import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HyperoptError, JournalStorage, loadStudy, type Study } from '@redux/hyperopt'
import { RecommenderError } from '../../errors.js'

/**
 * Reads the study of a journal in Optuna's format, or its last one where there are several.
 *
 * @throws {@link RecommenderError} UNREADABLE if the journal is broken, or holds no study of a single value.
 */
export async function readStudy(path: string): Promise<Study> {
  // A copy, for others may write to the journal meanwhile, and this one may be read only.
  const folder = await mkdtemp(join(tmpdir(), 'redux-report-'))
  try {
    const copy = join(folder, 'journal')
    await copyFile(path, copy)
    // Kept as it is now: studies look at their storage again whenever they are asked.
    const replay = new JournalStorage(copy).read()
    const studyName = replay.studies.at(-1)?.name
    return loadStudy({
      storage: { read: () => replay, write: () => null },
      ...(studyName !== undefined && { studyName }),
    })
  } catch (error) {
    if (!(error instanceof HyperoptError)) throw error
    const reason = error.message.replace(/^.*?, line (\d+)/, 'line $1')
    throw new RecommenderError('UNREADABLE', `${path}: ${reason}`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
