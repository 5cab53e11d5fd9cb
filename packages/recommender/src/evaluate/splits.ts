import {
  kFoldRankings,
  knownUsers,
  lastN,
  leaveOneOut,
  newUsers,
  type RankingSplit,
  withFirstSeeds,
} from '@redux/svd'
import { RecommenderError } from '../errors.js'
import type { ProtocolName, Task } from './evaluate-options.js'
import type { Positives } from './positives.js'

/** What a protocol is told. */
export interface ProtocolSettings {
  readonly folds: number
  readonly last: number
  readonly seed: number
  readonly seeds: number
}

/** The protocols in a sentence, for people. */
export const DESCRIPTIONS: Readonly<Record<ProtocolName, string>> = {
  'new-user':
    '20 % of the users are held out; five positives of each with at least 15 are told, all others asked for',
  known: '20 % of the positives of each user with at least 10 are held out and asked for',
  'k-fold': 'each fold of the positives is held out once and asked for',
  'leave-one-out': 'one random positive of each user with at least two is held out and asked for',
  'last-n': "each user's latest positives are held out and asked for",
}

/**
 * The splits of a protocol, for every seed.
 *
 * @throws {@link RecommenderError} INVALID_OPTION for `last-n` of data without times.
 */
export function splitsOf(
  protocol: ProtocolName,
  { ratings, pairs }: Positives,
  times: Float64Array | undefined,
  { folds, last, seed, seeds }: ProtocolSettings,
): RankingSplit[] {
  const ofEverySeed = (split: (seed: number) => Iterable<RankingSplit>) =>
    Array.from({ length: seeds }, (_, n) => [...split(seed + n)]).flat()
  switch (protocol) {
    case 'new-user':
      return ofEverySeed((seed) => [newUsers(ratings, { seed })])
    case 'known':
      return ofEverySeed((seed) => [knownUsers(ratings, { seed })])
    case 'k-fold':
      return ofEverySeed((seed) => kFoldRankings(ratings, { folds, seed }))
    case 'leave-one-out':
      return ofEverySeed((seed) => [leaveOneOut(ratings, { seed })])
    case 'last-n':
      if (times === undefined)
        throw new RecommenderError('INVALID_OPTION', 'last-n needs data with the time of every row')
      return [
        lastN(
          ratings,
          Float64Array.from(pairs, (pair) => times[pair]),
          { n: last },
        ),
      ]
  }
}

/** A split with the cases of a task: of newcomers, the first so many seeds. */
export function withTask({ train, cases }: RankingSplit, task: Task): RankingSplit {
  if (task === 'known') return { train, cases }
  const n = Number(task.slice('new-'.length))
  return { train, cases: cases.map((rankingCase) => withFirstSeeds(rankingCase, n)) }
}
