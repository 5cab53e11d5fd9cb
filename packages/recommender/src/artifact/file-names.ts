/** Lists and describes the files; written last, read first. */
export const MANIFEST_FILE = 'manifest.json'

/** The files of every artifact, in the order in which the manifest lists them. */
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

/** Files of what not every version has; listed behind the others. */
export const OPTIONAL_ARTIFACT_FILES = [
  'seed_scales.npy',
  'rating_user_factors.npy',
  'rating_item_factors.npy',
  'rating_user_biases.npy',
  'rating_item_biases.npy',
  'taste_map.npy',
] as const

export type ArtifactFile = (typeof ARTIFACT_FILES)[number] | (typeof OPTIONAL_ARTIFACT_FILES)[number]
