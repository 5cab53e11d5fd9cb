import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST_FILE } from '../../artifact/file-names.js'
import { isVersionName, type ModelKind, readManifest } from '../../artifact/manifest.js'
import { RecommenderError } from '../../errors.js'
import { readCurrentVersion, readIfPresent, requireFolder } from './load.js'

/** A version of an artifacts folder, as its manifest describes it; nothing but the manifest was read. */
export interface ListedVersion {
  readonly version: string
  /** Whether it is the one that is served. */
  readonly current: boolean
  /** ISO 8601, in UTC; null where the manifest cannot be read, as are the next two. */
  readonly createdAt: string | null
  /** What was asked for in training. */
  readonly model: ModelKind | null
  /** Songs in its catalogue. */
  readonly songs: number | null
  /** Why the manifest cannot be read; null when it can. */
  readonly problem: string | null
}

/**
 * What versions an artifacts folder holds, newest first. None is current where `CURRENT` is missing or damaged.
 *
 * @throws {@link RecommenderError} NOT_FOUND or NOT_A_FILE for the folder.
 */
export async function listVersions(folder: string): Promise<ListedVersion[]> {
  await requireFolder(folder)
  const names = (await readdir(folder)).filter(isVersionName)
  const current = await currentIfReadable(folder)
  const versions = await Promise.all(
    names.map(async (version) => ({
      version,
      current: version === current,
      ...(await describe(join(folder, version))),
    })),
  )
  return versions.sort((a, b) => timeOf(b) - timeOf(a) || (a.version < b.version ? 1 : -1))
}

/** What is current, or undefined where `CURRENT` does not say. */
export async function currentIfReadable(folder: string): Promise<string | undefined> {
  return readCurrentVersion(folder).catch((error: unknown) => {
    if (error instanceof RecommenderError) return undefined
    throw error
  })
}

/** When a version was made: to the millisecond, or to the second that its name tells. */
function timeOf({ version, createdAt }: Pick<ListedVersion, 'version' | 'createdAt'>): number {
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z/.exec(version)!.map(Number)
  const [year, month, day, hour, minute, second] = parts
  return createdAt === null ? Date.UTC(year, month - 1, day, hour, minute, second) : Date.parse(createdAt)
}

async function describe(folder: string): Promise<Omit<ListedVersion, 'version' | 'current'>> {
  const unknown = { createdAt: null, model: null, songs: null }
  try {
    const bytes = await readIfPresent(join(folder, MANIFEST_FILE))
    if (bytes === undefined) return { ...unknown, problem: `${MANIFEST_FILE}: is missing` }
    const { createdAt, model, counts } = readManifest(bytes)
    return { createdAt, model: model.kind, songs: counts.items, problem: null }
  } catch (error) {
    if (error instanceof RecommenderError) return { ...unknown, problem: error.message }
    throw error
  }
}
