import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifact } from '../../artifact/artifact.js'
import { badArtifact } from '../../artifact/bad-artifact.js'
import { decodeArtifact } from '../../artifact/decode-artifact.js'
import { MANIFEST_FILE } from '../../artifact/file-names.js'
import { isVersionName, readManifest } from '../../artifact/manifest.js'
import { RecommenderError } from '../../errors.js'

/** Names the version that is served; one line of text. */
export const CURRENT_FILE = 'CURRENT'

/**
 * Loads and verifies an artifact.
 *
 * @param folder - An artifacts folder, of which the current version is loaded, or one version folder.
 * @throws {@link RecommenderError} NOT_FOUND if the folder does not exist or is neither; NOT_A_FILE if it is a
 *   file; BAD_ARTIFACT, naming the file, if anything in it is missing, altered or contradictory.
 */
export async function loadArtifact(folder: string): Promise<Artifact> {
  await requireFolder(folder)
  const current = await readIfPresent(join(folder, CURRENT_FILE))
  if (current !== undefined) {
    const version = parseCurrent(current)
    const artifact = await loadVersion(await requireVersionFolder(folder, version))
    if (artifact.manifest.version !== version)
      throw badArtifact(
        MANIFEST_FILE,
        `expected version ${version}, as its folder says, found ${artifact.manifest.version}`,
      )
    return artifact
  }
  if (await exists(join(folder, MANIFEST_FILE))) return loadVersion(folder)
  throw new RecommenderError(
    'NOT_FOUND',
    `${folder} is no artifacts folder: it holds neither ${CURRENT_FILE} nor ${MANIFEST_FILE}`,
  )
}

/**
 * Reads which version an artifacts folder serves, without loading it; cheap enough to look again and again.
 *
 * @throws {@link RecommenderError} NOT_FOUND if the folder or its `CURRENT` does not exist; BAD_ARTIFACT if
 *   `CURRENT` holds no version name.
 */
export async function readCurrentVersion(folder: string): Promise<string> {
  await requireFolder(folder)
  const current = await readIfPresent(join(folder, CURRENT_FILE))
  if (current === undefined) throw new RecommenderError('NOT_FOUND', `${folder} holds no ${CURRENT_FILE}`)
  return parseCurrent(current)
}

/** The path of a version, once that is known to exist. */
export async function requireVersionFolder(folder: string, version: string): Promise<string> {
  if (!isVersionName(version))
    throw badArtifact(CURRENT_FILE, `expected a version name, found ${JSON.stringify(version)}`)
  const path = join(folder, version)
  if (!(await exists(path))) throw badArtifact(CURRENT_FILE, `version ${version} does not exist in ${folder}`)
  return path
}

async function loadVersion(folder: string): Promise<Artifact> {
  const files = new Map<string, Uint8Array>()
  const manifest = await readIfPresent(join(folder, MANIFEST_FILE))
  if (manifest === undefined) throw badArtifact(MANIFEST_FILE, `is missing in ${folder}`)
  // A newer format may have other files: say so before missing ours.
  const { files: listed } = readManifest(manifest)
  files.set(MANIFEST_FILE, manifest)
  for (const { name } of listed) {
    const bytes = await readIfPresent(join(folder, name))
    if (bytes === undefined) throw badArtifact(name, `is missing in ${folder}`)
    files.set(name, bytes)
  }
  return decodeArtifact(files)
}

/** Paths are refused together with everything else that is no version name. */
function parseCurrent(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes).replace(/\r?\n$/, '')
  if (isVersionName(text)) return text
  const shown = JSON.stringify(text.slice(0, 80))
  throw badArtifact(CURRENT_FILE, `expected a version name such as 20261121T101500Z-1a2b3c4d, found ${shown}`)
}

/** @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE */
export async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(ignoreMissing)
  if (stats === undefined) throw new RecommenderError('NOT_FOUND', `The folder ${folder} does not exist`)
  if (!stats.isDirectory())
    throw new RecommenderError(
      'NOT_A_FILE',
      `${folder} is a file, expected an artifacts folder or a version folder`,
    )
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreMissing)) !== undefined
}

/** The bytes of a file; undefined if there is none. */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  const buffer = await readFile(path).catch(ignoreMissing)
  // Plain bytes, as a browser has them: a Buffer's methods differ in places.
  return buffer && new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

/** Any other failure, such as a lack of rights, goes to the caller as it is. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
