import { type IndexFlatIP, readIndex } from '@redux/ann'
import type { ArtifactContent } from '../artifact/artifact.js'
import { withoutLast } from '../seed-space/linear-space.js'
import { findsAlike, similarRows } from '../seed-space/similar-space.js'

/** Vectors of songs, row-major, with d components each. */
interface SongVectors {
  readonly rows: Float32Array
  readonly d: number
}

/** The vectors by whose angle a version says what is like a song. */
export function songVectors(content: ArtifactContent): SongVectors {
  const { manifest, catalogue, itemFactors } = content
  if (findsAlike(manifest)) return { rows: similarRows(content), d: itemFactors.length / catalogue.length }
  if (manifest.model.seeds !== 'linear')
    return { rows: itemFactors, d: itemFactors.length / catalogue.length }
  const { vectors, d } = readIndex(content.index) as IndexFlatIP
  return { rows: withoutLast(vectors, d), d: d - 1 }
}
