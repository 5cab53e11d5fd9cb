import type { Artifact } from '../artifact/artifact.js'

/**
 * The catalogue in a plane: songs that are heard alike lie near each other. Which songs are together tells something;
 * how far apart groups are, and which way up the map is, tells little. Columns by catalogue row; not to be written.
 */
export interface TasteMap {
  readonly songIds: readonly string[]
  /** Within 0..1, as is `y`; the wider of the two fills it, and a step is as long in both. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** Users who listened to the song or rated it. */
  readonly listeners: Int32Array
}

/** The map of a version; undefined where it has none, as those of releases before there were maps. */
export function tasteMapOf({ tasteMap, catalogue }: Artifact): TasteMap | undefined {
  if (tasteMap === undefined) return undefined
  return {
    songIds: catalogue.map(({ songId }) => songId),
    x: tasteMap.filter((_, at) => at % 2 === 0),
    y: tasteMap.filter((_, at) => at % 2 === 1),
    listeners: Int32Array.from(catalogue, ({ listeners }) => listeners),
  }
}
