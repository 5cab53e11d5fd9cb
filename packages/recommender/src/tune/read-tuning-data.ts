import { readSplitFile } from '../evaluate/node/read-split-file.js'
import { positivesOf } from '../evaluate/positives.js'
import { RowLog } from '../evaluate/row-log.js'
import { applySplitFile } from '../evaluate/split-file.js'
import { trainingRatings } from '../evaluate/training-ratings.js'
import type { Interactions } from '../interactions.js'
import { readInteractions, readInto } from '../node/read/read-interactions.js'
import type { ReadReport } from '../node/read/read-report.js'
import type { Tell } from '../train/phases.js'
import { trainingPositives } from '../train/positives.js'
import { ratingsOf } from '../train/prepare.js'
import type { TuningData } from './problem.js'
import type { ResolvedTuneOptions } from './resolve-tune-options.js'

/** Everything a search may look at, and where it comes from. */
export interface TuningSource {
  readonly data: TuningData
  readonly kind: Interactions['kind']
  readonly read: ReadReport
  readonly split: { readonly name: string; readonly sha256: string; readonly isKnown: boolean } | null
}

/**
 * Reads the data; of what a split file holds out, nothing.
 *
 * @throws {@link RecommenderError} as `readInteractions`, and BAD_SPLIT.
 */
export async function readTuningData(options: ResolvedTuneOptions, tell: Tell): Promise<TuningSource> {
  const { format, columns, encoding, signal, seed } = options
  const readOptions = {
    ...{ format, columns, encoding, signal },
    onProgress: ({ bytesRead, bytesTotal, rows }: { bytesRead: number; bytesTotal: number; rows: number }) =>
      tell(bytesRead / bytesTotal, `${rows.toLocaleString('en')} rows`),
  }
  if (options.split === undefined) {
    const { interactions, report } = await readInteractions(options.data, readOptions)
    const positives = trainingPositives(interactions).ratings
    const data = { ratings: ratingsOf(interactions).shuffled(seed), positives }
    return { data, kind: interactions.kind, read: report, split: null }
  }
  const { file, name, sha256 } = await readSplitFile(options.split)
  const { sink, report } = await readInto(options.data, readOptions, (kind) => new RowLog(kind))
  const { interactions, pairOfRow } = sink.build()
  const positives = positivesOf(interactions, trainingPositives(interactions).threshold ?? 0)
  const about = { name: report.name, sha256: report.sha256, positives, pairOfRow }
  const split = applySplitFile(file, name, about)
  const ratings = trainingRatings(ratingsOf(interactions), split).shuffled(seed)
  return {
    data: { ratings, positives: split.train },
    kind: interactions.kind,
    read: report,
    split: { name, sha256, isKnown: file.task === 'known-user' },
  }
}
