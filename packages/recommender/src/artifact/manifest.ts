import { z } from 'zod'
import { badArtifact, namingFile } from './bad-artifact.js'
import { ARTIFACT_FILES, type ArtifactFile, MANIFEST_FILE, OPTIONAL_ARTIFACT_FILES } from './file-names.js'
import { sha256 } from './sha256.js'

/** Raised whenever a reader of the former version would misread the files. Version 1 knew one model only. */
export const FORMAT_VERSION = 2

/** What can be trained. */
export const MODEL_KINDS = ['auto', 'svd', 'ials', 'linear', 'bayes'] as const

/** What can be trained. */
export type ModelKind = (typeof MODEL_KINDS)[number]

/** `20261121T101500Z-1a2b3c4d`: a safe folder name, whose order is the order of time. */
const VERSION_NAME = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/

const count = z.int().nonnegative()
const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

const manifestSchema = z.strictObject({
  formatVersion: z.union([z.literal(1), z.literal(FORMAT_VERSION)]),
  /** Name of the version folder: UTC time of creation and the first 8 hex digits of the content hash. */
  version: z.string().regex(VERSION_NAME, 'must look like 20261121T101500Z-1a2b3c4d'),
  /** Of `@redux/recommender`. */
  libraryVersion: z.string().min(1),
  /** ISO 8601, in UTC. */
  createdAt: z.iso.datetime(),
  model: z.strictObject({
    /** What was asked for. */
    kind: z.enum(MODEL_KINDS),
    /** What recommends to those of whom some songs are known; `svd` when absent. */
    seeds: z.enum(['svd', 'ials', 'linear']).optional(),
    /** What recommends to users of the training data; `svd` when absent. */
    listeners: z.enum(['svd', 'ials', 'linear', 'bayes', 'blend']).optional(),
    hyperparameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  }),
  /** What the model learned from; the counts are those after sampling. */
  data: z.strictObject({
    /** File name without its folder. */
    name: z.string().min(1),
    kind: z.enum(['plays', 'ratings']),
    /** Good rows of the file: listens or ratings. */
    rows: count,
    /** Distinct user-item pairs. */
    pairs: count,
    users: count,
    items: count,
    /** Of the file as it lies on disk. */
    sha256: sha256Text,
  }),
  /** Lowest and highest rating. */
  scale: z.tuple([z.number(), z.number()]),
  /** Mean rating, to which biases and factors add; 0 for models that rank and do not rate. */
  globalMean: z.number(),
  /** The mean to which the biases and factors of `rating_*.npy` add, where there are such. */
  ratings: z.strictObject({ globalMean: z.number(), nFactors: count }).optional(),
  /** How the taste map of `taste_map.npy` was laid out, where there is one. */
  tasteMap: z.strictObject({ neighbours: count, epochs: count }).optional(),
  /** The training run, under `runs/`, that made it. */
  run: z.string().optional(),
  /** Who scored what, such as `scores.svd.rmse`, and how that was measured; null when nothing was measured. */
  metrics: z
    .strictObject({
      protocol: z.string().min(1),
      scores: z.record(z.string(), z.record(z.string(), z.number())),
    })
    .nullable(),
  counts: z.strictObject({ users: count, items: count, nFactors: count }),
  /** Every file but the manifest itself. */
  files: z.array(
    z.strictObject({
      name: z.enum([...ARTIFACT_FILES, ...OPTIONAL_ARTIFACT_FILES]),
      bytes: count,
      sha256: sha256Text,
    }),
  ),
})

/** What `manifest.json` says of an artifact. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

/** The part of the manifest that only the trainer knows; the rest follows from the content. */
export type ManifestDescription = Omit<Manifest, 'formatVersion' | 'version' | 'counts' | 'files'>

/**
 * Reads `manifest.json` and checks its shape, its format version and that it lists every file exactly once.
 *
 * @throws {@link RecommenderError} BAD_ARTIFACT naming the field, what was expected and what was found.
 */
export function readManifest(bytes: Uint8Array): Manifest {
  const json: unknown = namingFile(MANIFEST_FILE, () =>
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
  )
  refuseNewerFormat(json)
  const manifest = validate(json)
  for (const name of filesOf(manifest)) {
    const entries = manifest.files.filter((file) => file.name === name).length
    if (entries !== 1) throw badArtifact(MANIFEST_FILE, `must list ${name} once, lists it ${entries} times`)
  }
  return manifest
}

/** The files that an artifact must have, in order. */
export function filesOf(manifest: Pick<Manifest, 'model' | 'ratings' | 'tasteMap'>): ArtifactFile[] {
  return [...ARTIFACT_FILES, ...OPTIONAL_ARTIFACT_FILES.filter((name) => hasFile(manifest, name))]
}

function hasFile(
  { model, ratings, tasteMap }: Pick<Manifest, 'model' | 'ratings' | 'tasteMap'>,
  name: (typeof OPTIONAL_ARTIFACT_FILES)[number],
): boolean {
  switch (name) {
    case 'seed_scales.npy':
      return model.seeds === 'linear'
    case 'taste_map.npy':
      return tasteMap !== undefined
    default:
      return ratings !== undefined
  }
}

/** The manifest with its keys in the schema's order. */
function validate(json: unknown): Manifest {
  const result = manifestSchema.safeParse(json)
  if (result.success) return result.data
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
  )
  throw badArtifact(MANIFEST_FILE, problems.join('; '), result.error)
}

/** A newer manifest may have any shape, so this comes before the schema, whose complaints would mislead. */
function refuseNewerFormat(json: unknown): void {
  const { formatVersion } = z
    .looseObject({ formatVersion: z.number() })
    .catch({ formatVersion: 0 })
    .parse(json)
  if (formatVersion > FORMAT_VERSION)
    throw badArtifact(
      MANIFEST_FILE,
      `has format version ${formatVersion}, newer than ${FORMAT_VERSION}, the newest that this release of ` +
        '@redux/recommender reads; update it, or train again with this one',
    )
}

/** As `manifest.json` holds it. */
export function writeManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(validate(manifest), null, 2)}\n`)
}

/**
 * The name a version must have: its UTC time and the first 8 hex digits of the content hash. The hash covers
 * the whole manifest but the name itself, and through the manifest every file, so any change changes the name.
 */
export async function versionName(manifest: Omit<Manifest, 'version'>): Promise<string> {
  // Parsing puts the keys in the schema's order, whatever order they came in.
  const { version: _, ...content } = validate({
    ...manifest,
    version: '00000000T000000Z-00000000',
  })
  const hash = await sha256(new TextEncoder().encode(JSON.stringify(content)))
  const time = new Date(manifest.createdAt).toISOString().replace(/[-:]|\.\d+/g, '')
  return `${time}-${hash.slice(0, 8)}`
}

/** Whether a text can be the name of a version folder; never true of a path. */
export function isVersionName(text: string): boolean {
  return VERSION_NAME.test(text)
}
