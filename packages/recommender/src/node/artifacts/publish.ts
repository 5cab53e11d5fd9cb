import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArtifactContent } from '../../artifact/artifact.js'
import { encodeArtifact } from '../../artifact/encode-artifact.js'
import { RecommenderError } from '../../errors.js'
import { syncFolder, writeDurably } from './durable-write.js'
import { CURRENT_FILE, requireVersionFolder } from './load.js'
import { sweepTemporaries, temporaryName } from './temporary-name.js'

/** A version that is complete on disk. */
export interface PublishedVersion {
  readonly version: string
  /** The version folder. */
  readonly folder: string
}

/**
 * Writes a version and makes it the current one: {@link writeVersion}, then {@link makeCurrent}. Use the two
 * where something has to be tried in between.
 *
 * @param folder - The artifacts folder; created when it does not exist.
 */
export async function publishArtifact(folder: string, content: ArtifactContent): Promise<PublishedVersion> {
  const published = await writeVersion(folder, content)
  await makeCurrent(folder, published.version)
  return published
}

/**
 * Writes a version folder without making it current. The folder appears complete or not at all, whenever the
 * process or the machine stops. Sweeps what earlier publications of dead processes left behind.
 *
 * @throws {@link RecommenderError} BAD_ARTIFACT if the content contradicts itself; INVALID_OPTION if the very
 *   same version exists already, which stays as it is.
 */
export async function writeVersion(folder: string, content: ArtifactContent): Promise<PublishedVersion> {
  const { version, files } = await encodeArtifact(content)
  await mkdir(folder, { recursive: true })
  await sweepTemporaries(folder)
  const temporary = join(folder, temporaryName())
  const target = join(folder, version)
  try {
    await mkdir(temporary)
    for (const [name, bytes] of files) await writeDurably(join(temporary, name), bytes)
    await syncFolder(temporary)
    await renameToNew(temporary, target)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
  await syncFolder(folder)
  return { version, folder: target }
}

/** Removes a version that must not be served after all. Not for the current one. */
export async function discardVersion({ folder }: PublishedVersion): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/**
 * Makes a complete version the one that is served. At every moment `CURRENT` names either the former version
 * or this one.
 *
 * @throws {@link RecommenderError} BAD_ARTIFACT if the artifacts folder holds no such version.
 */
export async function makeCurrent(folder: string, version: string): Promise<void> {
  await requireVersionFolder(folder, version)
  const temporary = join(folder, temporaryName())
  try {
    await writeDurably(temporary, `${version}\n`)
    await rename(temporary, join(folder, CURRENT_FILE))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** Renames a folder; the system itself refuses a target that holds anything, so there is no gap for a race. */
async function renameToNew(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Windows says EPERM where others say that the folder is not empty.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error
    throw new RecommenderError('INVALID_OPTION', `The version ${to} exists already and is not overwritten`, {
      cause: error,
    })
  }
}
