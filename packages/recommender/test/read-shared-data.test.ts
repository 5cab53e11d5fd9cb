import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readInteractions } from '../src/node/read/read-interactions.js'
import { ratingFromPlays } from '../src/rating-transform.js'

/** Data sets that are not ours to ship: see their licences. */
const data = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))

describe.skipIf(!existsSync(data))('readInteractions on published data', () => {
  it('reads 759,357 listens of Last.fm users as the reference pipeline does', async () => {
    const { interactions, report } = await readInteractions(join(data, 'lastfm-plays.csv.gz'))
    expect(report).toMatchObject({ format: 'lastfm', gzip: true, rows: 759_357, badRows: 0 })
    const { userIds, itemIds, values } = interactions
    expect([userIds.length, itemIds.length, values.length]).toEqual([1883, 29_570, 327_488])
    const ratings = Float64Array.from(values, ratingFromPlays)
    const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
    const variance = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0) / ratings.length
    expect(mean).toBeCloseTo(0.45219, 5)
    expect(Math.sqrt(variance)).toBeCloseTo(0.21781, 5)
  })

  it('reads MovieLens 100K', async () => {
    const { interactions, report } = await readInteractions(join(data, 'ml-100k/u.data'))
    expect(report).toMatchObject({ format: 'movielens-data', rows: 100_000, badRows: 0 })
    expect([interactions.userIds.length, interactions.itemIds.length]).toEqual([943, 1682])
  })

  it('reads the play counts of HetRec 2011, and leaves out the two lines of counts above them', async () => {
    const { interactions, report } = await readInteractions(join(data, 'lastfm-2k/user_artists.dat'))
    expect(report).toMatchObject({ format: 'hetrec', rows: 92_834, badRows: 2 })
    expect([interactions.userIds.length, interactions.itemIds.length]).toEqual([1892, 17_632])
  })
})
