import { describe, expect, it } from 'vitest'
import {
  evaluateRanking,
  ItemKNN,
  meanInterval,
  Popularity,
  type RankingEvaluation,
  rankingCatalogue,
  withFirstSeeds,
} from '../src/index.js'
import { type DataSet, hasSharedSplits, readSharedSplits } from './shared-splits.js'

/** NDCG@10, Recall@20, Precision@10 and MRR with ±, coverage@10 and popularity percentile: from another implementation. */
const PUBLISHED: readonly (readonly [DataSet, string, string, string])[] = [
  [
    'lastfm-2k',
    'new-5',
    'popularity',
    '0.2337 ± 0.0280 | 0.1887 ± 0.0198 | 0.2185 ± 0.0249 | 0.4016 ± 0.0412 | 0.001 | 1.000',
  ],
  [
    'lastfm-2k',
    'new-5',
    'kNN',
    '0.3938 ± 0.0331 | 0.3075 ± 0.0254 | 0.3668 ± 0.0318 | 0.5950 ± 0.0421 | 0.094 | 0.806',
  ],
  [
    'lastfm-2k',
    'new-3',
    'popularity',
    '0.2422 ± 0.0286 | 0.1967 ± 0.0204 | 0.2273 ± 0.0256 | 0.4080 ± 0.0413 | 0.001 | 1.000',
  ],
  [
    'lastfm-2k',
    'new-3',
    'kNN',
    '0.3325 ± 0.0334 | 0.2639 ± 0.0259 | 0.3142 ± 0.0322 | 0.5043 ± 0.0430 | 0.105 | 0.779',
  ],
  [
    'lastfm-2k',
    'new-1',
    'popularity',
    '0.2478 ± 0.0292 | 0.2023 ± 0.0208 | 0.2338 ± 0.0262 | 0.4117 ± 0.0413 | 0.001 | 1.000',
  ],
  [
    'lastfm-2k',
    'new-1',
    'kNN',
    '0.2495 ± 0.0297 | 0.2004 ± 0.0237 | 0.2402 ± 0.0284 | 0.3946 ± 0.0415 | 0.100 | 0.840',
  ],
  [
    'lastfm-2k',
    'known',
    'popularity',
    '0.0793 ± 0.0058 | 0.1030 ± 0.0060 | 0.0669 ± 0.0046 | 0.2224 ± 0.0154 | 0.002 | 1.000',
  ],
  [
    'lastfm-2k',
    'known',
    'kNN',
    '0.2170 ± 0.0083 | 0.2480 ± 0.0082 | 0.1749 ± 0.0065 | 0.5183 ± 0.0184 | 0.153 | 0.931',
  ],
  [
    'ml-100k',
    'new-5',
    'popularity',
    '0.4145 ± 0.0382 | 0.3432 ± 0.0301 | 0.3809 ± 0.0345 | 0.7014 ± 0.0562 | 0.008 | 0.996',
  ],
  [
    'ml-100k',
    'new-5',
    'kNN',
    '0.5237 ± 0.0388 | 0.4369 ± 0.0333 | 0.4914 ± 0.0384 | 0.7693 ± 0.0505 | 0.118 | 0.973',
  ],
  [
    'ml-100k',
    'new-3',
    'popularity',
    '0.4287 ± 0.0379 | 0.3504 ± 0.0302 | 0.3944 ± 0.0341 | 0.7161 ± 0.0554 | 0.008 | 0.996',
  ],
  [
    'ml-100k',
    'new-3',
    'kNN',
    '0.4989 ± 0.0393 | 0.4179 ± 0.0322 | 0.4710 ± 0.0386 | 0.7398 ± 0.0519 | 0.161 | 0.948',
  ],
  [
    'ml-100k',
    'new-1',
    'popularity',
    '0.4431 ± 0.0370 | 0.3566 ± 0.0303 | 0.4062 ± 0.0333 | 0.7403 ± 0.0541 | 0.008 | 0.997',
  ],
  [
    'ml-100k',
    'new-1',
    'kNN',
    '0.3247 ± 0.0384 | 0.2905 ± 0.0330 | 0.3130 ± 0.0365 | 0.5394 ± 0.0591 | 0.304 | 0.861',
  ],
  [
    'ml-100k',
    'known',
    'popularity',
    '0.1605 ± 0.0112 | 0.1923 ± 0.0110 | 0.1260 ± 0.0091 | 0.3460 ± 0.0241 | 0.026 | 0.994',
  ],
  [
    'ml-100k',
    'known',
    'kNN',
    '0.2679 ± 0.0141 | 0.3112 ± 0.0143 | 0.1962 ± 0.0115 | 0.4913 ± 0.0253 | 0.134 | 0.973',
  ],
]

/** An evaluation as a line of the published table. */
function lineOf({ perCase, coverage }: RankingEvaluation): string {
  const accuracy = [perCase.ndcg, perCase.recall, perCase.precision, perCase.mrr].map((values) => {
    const { mean, halfWidth } = meanInterval(values)
    return `${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}`
  })
  return [...accuracy, coverage.toFixed(3), meanInterval(perCase.popularity).mean.toFixed(3)].join(' | ')
}

describe.skipIf(!hasSharedSplits).each(['lastfm-2k', 'ml-100k'] as const)(
  'on the public split of %s',
  (name) => {
    const splits = hasSharedSplits ? readSharedSplits(name) : undefined

    it.each(PUBLISHED.filter(([dataSet]) => dataSet === name))(
      '%s, %s: %s scores what was published, to every decimal',
      (_, task, model, line) => {
        const { positives, newUsers, known } = splits!
        const { train, cases } = task === 'known' ? known : newUsers
        const asked =
          task === 'known' ? cases : cases.map((one) => withFirstSeeds(one, Number(task.slice(-1))))
        const fitted = (model === 'kNN' ? new ItemKNN() : new Popularity()).fit(train)
        const evaluation = evaluateRanking(fitted, asked, { catalogue: rankingCatalogue(positives, train) })
        expect(lineOf(evaluation)).toBe(line)
      },
    )
  },
)
