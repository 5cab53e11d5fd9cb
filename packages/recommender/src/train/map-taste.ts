import type { ArtifactContent } from '../artifact/artifact.js'
import { epochsFor, layOut, NEIGHBOURS } from '../taste-map/lay-out.js'
import { songVectors } from '../taste-map/song-vectors.js'
import type { Phases, Tell } from './phases.js'

/** The content with a taste map. */
export async function withTasteMap(
  content: ArtifactContent,
  seed: number,
  phases: Phases,
  tell: Tell,
): Promise<ArtifactContent> {
  const { rows, d } = songVectors(content)
  const steps = layOut(rows, d, seed)
  let step = steps.next()
  while (!step.done) {
    const { what, done, of } = step.value
    tell((what === 'neighbours' ? 0 : 0.5) + done / of / 2, `${what} ${done}/${of}`)
    await phases.breathe()
    step = steps.next()
  }
  const tasteMap = { neighbours: NEIGHBOURS, epochs: epochsFor(content.catalogue.length) }
  return { ...content, manifest: { ...content.manifest, tasteMap }, tasteMap: step.value }
}
