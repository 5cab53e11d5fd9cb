import { SvdError } from '@redux/svd'
import { RecommenderError } from '../errors.js'
import type { Tell } from '../train/phases.js'
import { ratingsOf } from '../train/prepare.js'
import { evaluateModel, type ModelResult } from './evaluate-model.js'
import type { EvaluateOptions } from './evaluate-options.js'
import { makeReport } from './make-report.js'
import { readSplitFile } from './node/read-split-file.js'
import { prepare } from './prepare.js'
import { readData } from './read-data.js'
import type { EvaluationReport } from './report.js'
import { type ResolvedEvaluateOptions, resolveEvaluateOptions } from './resolve-evaluate-options.js'

/**
 * Trains models on a part of the data and asks them for the rest: all on the same parts, for the same cases, against the
 * whole catalogue. The same file, options and seed give the same metrics.
 *
 * @throws {@link RecommenderError} INVALID_OPTION before any work; NOT_FOUND, NOT_A_FILE, EMPTY_DATA, MISSING_COLUMN,
 *   UNKNOWN_FORMAT, UNREADABLE, BAD_ROWS for the data; BAD_SPLIT for a split file that is malformed or for another data
 *   file; TRAINING_FAILED; ABORTED.
 * @example
 * const report = await evaluate({ data: 'listens.csv', models: ['popularity', 'linear'] })
 * report.comparisons[0].difference // by how much few-seed linear beats popularity, with its interval
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationReport> {
  const resolved = resolveEvaluateOptions(options)
  try {
    return await evaluateAll(resolved)
  } catch (error) {
    if (!(error instanceof SvdError)) throw error
    throw new RecommenderError('TRAINING_FAILED', error.message, { cause: error })
  }
}

async function evaluateAll(options: ResolvedEvaluateOptions): Promise<EvaluationReport> {
  const splitFile = options.split === undefined ? undefined : await readSplitFile(options.split)
  const data = await phase('read', options, (tell) => readData(options, tell))
  const prepared = prepare(data, splitFile, options)
  const results: ModelResult[] = []
  for (const name of options.models) {
    const { seed } = options
    const allRatings = () => ratingsOf(data.interactions)
    const result = await phase(name, options, (tell) =>
      evaluateModel(name, prepared, { seed, allRatings, tell, breathe: () => breathe(options.signal) }),
    )
    results.push(result)
  }
  return makeReport(results, { data, prepared, splitFile, options })
}

/** Runs one phase, whose end is reported exactly once, as fraction 1 with the last detail. */
async function phase<T>(
  name: string,
  { onProgress, signal }: ResolvedEvaluateOptions,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  let last = ''
  checkAborted(signal)
  const result = await work((fraction, detail) => {
    last = detail
    onProgress?.({ phase: name, fraction: Math.min(fraction, 0.999), detail })
  })
  onProgress?.({ phase: name, fraction: 1, detail: last })
  return result
}

/** Lets timers and signals have their turn, then stops if the caller asked to. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  checkAborted(signal)
}

function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new RecommenderError('ABORTED', 'evaluation was stopped', { cause: signal.reason })
}
