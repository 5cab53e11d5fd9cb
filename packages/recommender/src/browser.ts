// The recommending half, for pages and workers: everything that needs no file system.
export type { Artifact } from './artifact/artifact.js'
export { decodeArtifact } from './artifact/decode-artifact.js'
export { FORMAT_VERSION, type Manifest } from './artifact/manifest.js'
export { Catalogue, type CatalogueSearchOptions, type CatalogueSong } from './catalogue.js'
export { RecommenderError, type RecommenderErrorCode } from './errors.js'
export type {
  Reason,
  Recommendation,
  Recommendations,
  Shelf,
  Taste,
  Wanted,
  WantedVaried,
} from './recommendation.js'
export { Recommender, type RecommenderOptions, type Stage } from './recommender.js'
export type { Song } from './song.js'
export { songId, songKey, splitSongId } from './song-key.js'
export type { TasteMap } from './taste-map/taste-map.js'
