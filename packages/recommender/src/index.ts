export { type NpyArray, readNpy, writeNpy } from '@redux/svd'
export type { Artifact, ArtifactContent } from './artifact/artifact.js'
export { decodeArtifact } from './artifact/decode-artifact.js'
export { encodeArtifact } from './artifact/encode-artifact.js'
export { FORMAT_VERSION, type Manifest, type ManifestDescription } from './artifact/manifest.js'
export { Catalogue, type CatalogueSearchOptions, type CatalogueSong } from './catalogue.js'
export { RecommenderError, type RecommenderErrorCode } from './errors.js'
export type { Interactions } from './interactions.js'
export { loadArtifact, readCurrentVersion } from './node/artifacts/load.js'
export {
  makeCurrent,
  type PublishedVersion,
  publishArtifact,
  writeVersion,
} from './node/artifacts/publish.js'
export { type ReadResult, readInteractions } from './node/read/read-interactions.js'
export type { CsvColumns, DataFormat, ReadOptions } from './node/read/read-options.js'
export type { BadRow, ReadReport } from './node/read/read-report.js'
export { Recommender } from './node/recommender.js'
export { playsFromRating, ratingFromPlays } from './rating-transform.js'
export type { Recommendation, Shelf, Taste, Wanted, WantedVaried } from './recommendation.js'
export { type SampleOptions, sampleInteractions } from './sample.js'
export type { Song } from './song.js'
export { songId, songKey, splitSongId } from './song-key.js'
export { TRAIN_DEFAULTS } from './train/resolve-train-options.js'
export { train } from './train/train.js'
export type { TrainOptions, TrainPhase, TrainProgress } from './train/train-options.js'
export type { FoldScores, TrainReport } from './train/train-report.js'
