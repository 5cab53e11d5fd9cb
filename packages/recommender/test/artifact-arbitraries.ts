import fc from 'fast-check'
import type { ArtifactContent } from '../src/artifact/artifact.js'
import type { CatalogueSong } from '../src/catalogue.js'
import { description, indexFile } from './artifact-small-content.js'

/** Any content that hangs together. */
export const anyContent: fc.Arbitrary<ArtifactContent> = fc
  .record({
    userIds: fc.uniqueArray(anyText(), { minLength: 1, maxLength: 6 }),
    songIds: fc.uniqueArray(anyText(), { minLength: 1, maxLength: 8 }),
    nFactors: fc.integer({ min: 1, max: 9 }),
  })
  .chain(({ userIds, songIds, nFactors }) =>
    fc
      .record({
        userFactors: finite(userIds.length * nFactors),
        itemFactors: finite(songIds.length * nFactors),
        userBiases: finite(userIds.length),
        itemBiases: finite(songIds.length),
        songs: fc.tuple(...songIds.map((songId) => anySong(songId))),
        histories: fc.array(fc.uniqueArray(fc.nat(songIds.length - 1)), {
          minLength: userIds.length,
          maxLength: userIds.length,
        }),
        metrics: fc.option(
          fc.record({
            protocol: fc.string({ minLength: 1 }),
            scores: fc.constant({ svd: { rmse: 0.17 }, globalMean: { rmse: 0.2 } }),
          }),
        ),
        createdAt: fc
          .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString()),
      })
      .map(({ songs, histories, metrics, createdAt, ...arrays }) => {
        const offsets = [0]
        for (const history of histories) offsets.push(offsets.at(-1)! + history.length)
        const counts = { users: userIds.length, items: songIds.length, pairs: offsets.at(-1)! }
        return {
          ...arrays,
          manifest: { ...description({ ...counts, createdAt }), metrics },
          catalogue: songs,
          userIds,
          historyOffsets: Int32Array.from(offsets),
          historyItems: Int32Array.from(histories.flat()),
          index: indexFile(arrays.itemFactors, nFactors),
        }
      }),
  )

function anySong(songId: string): fc.Arbitrary<CatalogueSong> {
  return fc.record({
    songId: fc.constant(songId),
    artist: anyText(),
    title: anyText(),
    plays: fc.nat(),
    listeners: fc.nat(),
  })
}

/** Unicode of every plane, line feeds and quotes included, as far as UTF-8 can hold it. */
function anyText(): fc.Arbitrary<string> {
  return fc.string({ unit: 'binary', maxLength: 12 })
}

function finite(length: number): fc.Arbitrary<Float32Array> {
  return fc.float32Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true })
}
