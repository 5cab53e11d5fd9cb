import { type IndexFlatIP, readIndex } from '@redux/ann'
import type { Artifact } from '../artifact/artifact.js'
import { AlsSpace } from './als-space.js'
import { ItemSpace } from './item-space.js'
import { LinearSpace } from './linear-space.js'
import { SearchIndex } from './search-index.js'
import type { SeedSpace } from './seed-space.js'

/** The space of the model that a version recommends by to those of whom some songs are known. */
export function openSeedSpace(artifact: Artifact): SeedSpace {
  const index = readIndex(artifact.index) as IndexFlatIP
  switch (artifact.manifest.model.seeds) {
    case 'linear':
      return new LinearSpace(index, artifact.seedScales!)
    case 'ials':
      return new AlsSpace(artifact, index)
    default:
      return new ItemSpace(artifact.itemFactors, new SearchIndex(index.vectors.slice(), index.d))
  }
}
