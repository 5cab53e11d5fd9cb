import { type RankingCatalogue, type RankingSplit, type Ratings, rankingCatalogue } from '@redux/svd'
import { RecommenderError } from '../errors.js'
import type { ProtocolName, Task } from './evaluate-options.js'
import type { ReadSplitFile } from './node/read-split-file.js'
import { positivesOf } from './positives.js'
import type { EvaluationData } from './read-data.js'
import { type ResolvedEvaluateOptions, resolveTask } from './resolve-evaluate-options.js'
import { applySplitFile } from './split-file.js'
import { splitsOf, withTask } from './splits.js'

/** What every model is trained on and asked for. */
export interface Prepared {
  readonly protocol: ProtocolName
  readonly task: Task
  readonly positives: Ratings
  readonly splits: readonly (RankingSplit & { readonly catalogue: RankingCatalogue })[]
}

/**
 * Cuts the data as the options say.
 *
 * @throws {@link RecommenderError} EMPTY_DATA when nobody can be asked for; BAD_SPLIT; INVALID_OPTION.
 */
export function prepare(
  data: EvaluationData,
  splitFile: ReadSplitFile | undefined,
  options: ResolvedEvaluateOptions,
): Prepared {
  const { interactions, report, pairOfRow, times } = data
  const fromFile = splitFile && (splitFile.file.task === 'new-user' ? 'new-user' : 'known')
  const { protocol, task } = resolveTask(fromFile ?? options.protocol, options.task)
  const positives = positivesOf(interactions, options.threshold)
  const source = { name: report.name, sha256: report.sha256, positives, pairOfRow: pairOfRow! }
  const splits = splitFile
    ? [applySplitFile(splitFile.file, splitFile.name, source)]
    : splitsOf(protocol, positives, times, options)
  const prepared = splits.map((split) => ({
    ...withTask(split, task),
    catalogue: rankingCatalogue(positives.ratings, split.train),
  }))
  const nCases = prepared.map(({ cases }) => cases.length)
  if (nCases.includes(0))
    throw new RecommenderError(
      'EMPTY_DATA',
      `the protocol ${protocol} leaves nobody to ask for: no user of ${report.name} has enough positives`,
    )
  return { protocol, task, positives: positives.ratings, splits: prepared }
}
