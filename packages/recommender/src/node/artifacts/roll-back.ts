import { join } from 'node:path'
import { badArtifact } from '../../artifact/bad-artifact.js'
import { MANIFEST_FILE } from '../../artifact/file-names.js'
import { RecommenderError } from '../../errors.js'
import { checkNames } from '../../options.js'
import { smokeTest } from '../../train/smoke-test.js'
import { Recommender } from '../recommender.js'
import { readCurrentVersion } from './load.js'
import { makeCurrent, type PublishedVersion } from './publish.js'
import { currentIfReadable, listVersions } from './versions.js'

/** Versions that a message names, at most. */
const SUGGESTIONS = 5

export interface RollBackOptions {
  /** The version to go to, be it older or newer. @defaultValue the newest that is older than the current one */
  readonly to?: string | undefined
  /** Once aborted, what is current stays, unless it has been replaced already. */
  readonly signal?: AbortSignal | undefined
}

/** What a roll-back did. */
export interface RolledBack extends PublishedVersion {
  /** What was current before; null where `CURRENT` was missing or damaged. */
  readonly from: string | null
}

/**
 * Makes an earlier version current again, after it was loaded, verified and asked the same questions as a new one. At
 * every moment `CURRENT` names either version; the newer ones stay where they are, for a way forward. With `to`, also
 * repairs a folder whose `CURRENT` is lost.
 *
 * @param folder - The artifacts folder.
 * @throws {@link RecommenderError} and leaves `CURRENT` as it was: NOT_FOUND if there is no older version, no such
 *   version or no `CURRENT`; BAD_ARTIFACT naming the damaged file; SMOKE_TEST_FAILED; CONFLICT if another process
 *   published or rolled back in the meantime; ABORTED; INVALID_OPTION.
 */
export async function rollBack(folder: string, options: RollBackOptions = {}): Promise<RolledBack> {
  checkNames(options, ['to', 'signal'])
  const { to, signal } = options
  const names = (await listVersions(folder)).map(({ version }) => version)
  const from = to === undefined ? await readCurrentVersion(folder) : await currentIfReadable(folder)
  const version = to === undefined ? olderThan(from!, names, folder) : known(to, names, folder)
  await verify(join(folder, version), version)
  if (signal?.aborted)
    throw new RecommenderError('ABORTED', 'rolling back was stopped; what is current stays', {
      cause: signal.reason,
    })
  const now = await currentIfReadable(folder)
  if (now !== from)
    throw new RecommenderError(
      'CONFLICT',
      `${folder}: version ${now} became current while ${version} was being verified; look again, then roll back`,
    )
  await makeCurrent(folder, version)
  return { from: from ?? null, version, folder: join(folder, version) }
}

function olderThan(current: string, names: readonly string[], folder: string): string {
  const at = names.indexOf(current)
  // Somebody may have deleted what is current; names tell its time to the second.
  const older = at < 0 ? names.find((name) => name < current) : names[at + 1]
  if (older === undefined)
    throw new RecommenderError(
      'NOT_FOUND',
      `${folder} holds no version older than ${current}, the current one`,
    )
  return older
}

function known(version: string, names: readonly string[], folder: string): string {
  if (names.includes(version)) return version
  const newest = names.slice(0, SUGGESTIONS).join(', ')
  const hint = names.length === 0 ? 'it holds none' : `the newest are ${newest}`
  throw new RecommenderError('NOT_FOUND', `${folder} holds no version ${version}; ${hint}`)
}

/** Loads all of a version, compares every hash, and asks it what it will be asked. */
async function verify(folder: string, version: string): Promise<void> {
  const recommender = await Recommender.load(folder)
  if (recommender.version !== version)
    throw badArtifact(
      MANIFEST_FILE,
      `expected version ${version}, as its folder says, found ${recommender.version}`,
    )
  smokeTest(recommender)
}
