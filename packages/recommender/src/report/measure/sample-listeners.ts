import type { Artifact } from '../../artifact/artifact.js'
import type { Recommendation } from '../../recommendation.js'
import { Recommender } from '../../recommender.js'
import type { ReportSources } from '../sources.js'

const LISTENERS = 10
const KNOWN = 5
const GIVEN = 5

/** A user of the data, with some of what they know and what they are given. */
export interface SampleListener {
  readonly userId: string
  readonly nKnown: number
  /** Ids, those heard most or rated highest first where the data say so. */
  readonly known: readonly string[]
  readonly given: readonly Recommendation[]
}

/** Ten users, from those who know few songs to those who know many, equally far apart in that order. */
export function sampleListeners(artifact: Artifact, data: ReportSources['data']): SampleListener[] {
  const { userIds, historyOffsets, historyItems, catalogue } = artifact
  const recommender = new Recommender(artifact)
  const nKnown = (user: number) => historyOffsets[user + 1]! - historyOffsets[user]!
  const users = [...userIds.keys()].sort((a, b) => nKnown(a) - nKnown(b) || a - b)
  const favourites = favouritesOf(data)
  return evenly(users, LISTENERS).map((user) => {
    const history = historyItems.subarray(historyOffsets[user], historyOffsets[user + 1])
    const ids = Array.from(history, (row) => catalogue[row]!.songId)
    return {
      userId: userIds[user]!,
      nKnown: ids.length,
      known: (favourites?.get(userIds[user]!) ?? ids).slice(0, KNOWN),
      given: recommender.recommend(userIds[user]!, { limit: GIVEN }),
    }
  })
}

/** Every user's items by how much they are worth to them; undefined without data. */
function favouritesOf(data: ReportSources['data']): ReadonlyMap<string, readonly string[]> | undefined {
  if (data === undefined) return undefined
  const { userIds, itemIds, offsets, items, values } = data.interactions
  return new Map(
    userIds.map((userId, user) => {
      const pairs = Array.from({ length: offsets[user + 1]! - offsets[user]! }, (_, i) => offsets[user]! + i)
      pairs.sort((a, b) => values[b]! - values[a]! || a - b)
      return [userId, pairs.slice(0, KNOWN).map((pair) => itemIds[items[pair]!]!)] as const
    }),
  )
}

/** At most `n` values, the middle ones of as many equal parts. */
function evenly<T>(values: readonly T[], n: number): T[] {
  const size = Math.min(n, values.length)
  return Array.from({ length: size }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / size)]!)
}
