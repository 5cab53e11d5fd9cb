import { z } from 'zod'
import type { Api } from '../api/api.js'
import { type Asset, assetOf } from '../api/asset.js'
import { operation } from '../api/operation.js'
import type { Artifacts } from '../artifacts/served-artifacts.js'
import type { ServedRecommender } from '../artifacts/served-recommender.js'
import { HttpError } from '../errors.js'

/** Coordinates are sent as whole numbers: shorter than fractions, and finer than any screen. */
const FINENESS = 65_535

const coordinates = z.array(z.int().min(0).max(FINENESS))

const tasteMap = z
  .object({
    version: z.string().meta({ description: 'Of the artifact. Another version has another map.' }),
    song_ids: z.array(z.string()),
    x: coordinates.meta({ description: `From left, 0, to right, ${FINENESS}.` }),
    y: coordinates.meta({ description: `From top, 0, to bottom, ${FINENESS}; a step is as long as in x.` }),
    listeners: z
      .array(z.int().min(0))
      .meta({ description: 'Users of the training data who heard the song.' }),
  })
  .meta({
    id: 'TasteMap',
    description:
      'Every song of the catalogue in a plane, in columns: entry i of each is about the same song.',
  })

const readMap = operation({
  method: 'get',
  path: '/catalog/map',
  tag: 'Catalogue',
  summary: 'Every song of the catalogue, placed near those that are heard alike',
  description: 'Large and seldom another: keep it, and ask with `If-None-Match`.',
  caller: 'anyone',
  answer: { description: 'The map.', kept: true, schema: tasteMap },
  errors: ['NO_TASTE_MAP'],
})

/** `GET /catalog/map`: made at the first request for a version, and kept as long as the version. */
export function tasteMapRoutes(api: Api, artifacts: Artifacts): void {
  const assets = new WeakMap<ServedRecommender, Promise<Asset>>()

  api.serve(readMap, () => {
    const { recommender } = artifacts.current
    const asset = assets.get(recommender) ?? assetOfMap(recommender)
    assets.set(recommender, asset)
    return asset
  })
}

async function assetOfMap({ version, tasteMap: map }: ServedRecommender): Promise<Asset> {
  if (map === undefined) throw new HttpError('NO_TASTE_MAP')
  const answer: z.input<typeof tasteMap> = {
    version,
    song_ids: [...map.songIds],
    x: wholeNumbers(map.x),
    y: wholeNumbers(map.y),
    listeners: [...map.listeners],
  }
  return assetOf('application/json', Buffer.from(JSON.stringify(answer)))
}

function wholeNumbers(shares: Float32Array): number[] {
  return Array.from(shares, (share) => Math.round(share * FINENESS))
}
