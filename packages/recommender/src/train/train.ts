import { SvdError } from '@redux/svd'
import type { ArtifactContent } from '../artifact/artifact.js'
import type { ModelKind } from '../artifact/manifest.js'
import { RecommenderError } from '../errors.js'
import { LIBRARY_VERSION } from '../library-version.js'
import {
  discardVersion,
  makeCurrent,
  type PublishedVersion,
  writeVersion,
} from '../node/artifacts/publish.js'
import { readInteractions } from '../node/read/read-interactions.js'
import type { ReadReport } from '../node/read/read-report.js'
import { Recommender } from '../node/recommender.js'
import { localTracker, runsBeside } from '../node/tracking/local-tracker.js'
import { sampleInteractions } from '../sample.js'
import type { Run } from '../tracking/tracker.js'
import type { FittedVersion } from './fitted-version.js'
import { type Judgement, metricsOf } from './judgement.js'
import { withTasteMap } from './map-taste.js'
import { type Material, materialOf } from './material.js'
import { Phases, type Tell } from './phases.js'
import { standardDeviationOf } from './prepare.js'
import { recipeOf } from './recipe.js'
import { type ResolvedTrainOptions, resolveTrainOptions } from './resolve-train-options.js'
import { smokeTest } from './smoke-test.js'
import type { TrainOptions } from './train-options.js'
import type { TrainReport } from './train-report.js'

/**
 * Trains a version from a file and publishes it: read, prepare, tune, cross-validate, fit on everything, index, lay out
 * the taste map, smoke test, publish. Until the very end the artifacts folder serves what it served before, whatever happens.
 *
 * The same file, options and seed give the same factors, bit for bit.
 *
 * @throws {@link RecommenderError} INVALID_OPTION before any work; NOT_FOUND, NOT_A_FILE, EMPTY_DATA, MISSING_COLUMN,
 *   UNKNOWN_FORMAT, UNREADABLE, BAD_ROWS for the data; TRAINING_FAILED; SMOKE_TEST_FAILED; ABORTED.
 * @example
 * const report = await train({ data: 'listens.csv', out: 'artifacts' })
 * report.crossValidation?.model.meanRmse // 0.1843
 */
export async function train(options: TrainOptions): Promise<TrainReport> {
  const resolved = resolveTrainOptions(options)
  const run = await localTracker(resolved.runs ?? runsBeside(resolved.out)).startRun('train')
  const phases = new Phases(options.onProgress, options.signal, run)
  try {
    const report = await trainInPhases(resolved, phases, run)
    await record(report, run)
    return report
  } catch (error) {
    const known = error instanceof SvdError ? trainingFailed(error) : error
    await run.end(known instanceof RecommenderError && known.code === 'ABORTED' ? 'killed' : 'failed')
    throw known
  }
}

function trainingFailed(error: SvdError): RecommenderError {
  const code = error.code === 'INVALID_OPTION' ? 'INVALID_OPTION' : 'TRAINING_FAILED'
  return new RecommenderError(code, error.message, { cause: error })
}

/** What the run was told and found, for those who compare runs later. */
async function record(report: TrainReport, run: Run): Promise<void> {
  const { model, hyperparameters, data, version, crossValidation, rankings = [] } = report
  await run.logParams({ model, ...hyperparameters })
  await run.setTags({ data: data.read.name, sha256: data.read.sha256, version })
  if (crossValidation)
    for (const [fold, rmse] of crossValidation.model.rmse.entries())
      await run.logMetric('rmse', rmse, fold + 1)
  for (const { task, models } of rankings) await run.logMetric(`${task}/ndcg`, models[0].ndcg.mean)
  await run.logArtifact('report.json', `${JSON.stringify(report, null, 2)}\n`)
  await run.end('finished')
}

async function trainInPhases(options: ResolvedTrainOptions, phases: Phases, run: Run): Promise<TrainReport> {
  const { seed, model: kind } = options
  const { interactions: all, report: read } = await phases.run('read', (tell) => readData(options, tell))
  const material = await phases.run('prepare', () => {
    const interactions =
      options.sample === undefined ? all : sampleInteractions(all, { size: options.sample, seed })
    return materialOf(interactions, seed)
  })
  const { interactions, ratings } = material
  const recipe = recipeOf(kind, material, options)
  const tuning =
    options.nTrials === 0
      ? undefined
      : await phases.run('tune', (tell) => recipe.tune(options.nTrials, phases, tell))
  const judged = options.folds === 0 ? {} : await recipe.judge(phases)
  const fitted = await phases.run('fit', (tell) => recipe.fit(phases, tell))
  const content = await phases.run('index', () =>
    contentOf(fitted, { material, read, kind, judged, seed, run: run.id }),
  )
  const mapped = await phases.run('taste map', (tell) => withTasteMap(content, seed, phases, tell))
  const { version, folder } = await publishTested(options.out, mapped, phases)
  return {
    version,
    folder,
    run: run.id,
    model: kind,
    roles: { ...fitted.roles, ...(fitted.ratings && { ratings: 'bayes' }) },
    hyperparameters: fitted.hyperparameters,
    data: {
      read,
      pairs: ratings.nRatings,
      users: ratings.nUsers,
      items: interactions.itemIds.length,
      ratingMean: ratings.mean,
      ratingStandardDeviation: standardDeviationOf(ratings),
      scale: ratings.scale,
    },
    ...judged,
    tuning: tuning && { nTrials: options.nTrials, ...tuning },
    seconds: phases.seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  }
}

function readData({ data, format, columns, encoding, signal }: ResolvedTrainOptions, tell: Tell) {
  return readInteractions(data, {
    format,
    columns,
    encoding,
    signal,
    onProgress: ({ bytesRead, bytesTotal, rows }) =>
      tell(bytesRead / bytesTotal, `${rows.toLocaleString('en')} rows`),
  })
}

/** Everything the version folder will hold. */
function contentOf(
  fitted: FittedVersion,
  about: {
    readonly material: Material
    readonly read: ReadReport
    readonly kind: ModelKind
    readonly judged: Judgement
    readonly seed: number
    readonly run: string
  },
): ArtifactContent {
  const { interactions, ratings, catalogue } = about.material
  const { globalMean, ...listeners } = fitted.listeners
  return {
    manifest: {
      libraryVersion: LIBRARY_VERSION,
      createdAt: new Date().toISOString(),
      model: { kind: about.kind, ...fitted.roles, hyperparameters: { ...fitted.hyperparameters } },
      data: {
        name: about.read.name,
        kind: interactions.kind,
        rows: about.read.rows,
        pairs: interactions.items.length,
        users: interactions.userIds.length,
        items: interactions.itemIds.length,
        sha256: about.read.sha256,
      },
      scale: [...ratings.scale],
      globalMean,
      ...(fitted.ratings && {
        ratings: { globalMean: fitted.ratings.globalMean, nFactors: fitted.ratings.nFactors },
      }),
      run: about.run,
      metrics: metricsOf(about.judged, about.seed),
    },
    catalogue,
    userIds: interactions.userIds,
    ...listeners,
    historyOffsets: interactions.offsets,
    historyItems: interactions.items,
    index: fitted.index,
    seedScales: fitted.seedScales,
    ratings: fitted.ratings,
  }
}

/** Writes the version, asks it as it lies on disk, and only then lets it become the current one. */
async function publishTested(
  out: string,
  content: ArtifactContent,
  phases: Phases,
): Promise<PublishedVersion> {
  const version = await phases.run('smoke test', async () => {
    const written = await writeVersion(out, content)
    return tested(written)
  })
  try {
    await phases.run('publish', () => makeCurrent(out, version.version))
  } catch (error) {
    await discardVersion(version)
    throw error
  }
  return version
}

/** Gives the version back if it answers sensibly; removes it if not. */
async function tested(version: PublishedVersion): Promise<PublishedVersion> {
  try {
    smokeTest(await Recommender.load(version.folder))
    return version
  } catch (error) {
    await discardVersion(version)
    throw error
  }
}
