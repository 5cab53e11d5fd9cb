/** Lists and describes the files; written last, read first. */
export const MANIFEST_FILE = 'manifest.json'

/** Every other file of an artifact, in the order in which the manifest lists them. */
export const ARTIFACT_FILES = [
  'catalogue.ndjson',
  'users.ndjson',
  'user_factors.npy',
  'item_factors.npy',
  'user_biases.npy',
  'item_biases.npy',
  'history_offsets.npy',
  'history_items.npy',
  'items.index',
] as const

export type ArtifactFile = (typeof ARTIFACT_FILES)[number]
