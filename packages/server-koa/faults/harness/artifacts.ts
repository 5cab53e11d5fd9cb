import { afterAll, beforeAll } from 'vitest'
import { type TrainedArtifacts, trainedArtifacts } from '../../test/trained-artifacts.js'

/** A small real model for the tests of a file; to be used within them alone. */
export function useArtifacts(): { readonly folder: string } {
  let trained: TrainedArtifacts
  beforeAll(async () => {
    trained = await trainedArtifacts()
  })
  afterAll(() => trained?.remove())
  return {
    get folder() {
      return trained.folder
    },
  }
}
