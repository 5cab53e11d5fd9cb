import { writeIndex } from '@redux/ann'
import { FunkSVD, type Ratings, SvdError } from '@redux/svd'
import type { ArtifactContent } from '../artifact/artifact.js'
import { RecommenderError } from '../errors.js'
import type { Interactions } from '../interactions.js'
import { itemIndexOf } from '../item-space.js'
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
import { sampleInteractions } from '../sample.js'
import { Phases, type Tell } from './phases.js'
import { catalogueOf, ratingsOf, standardDeviationOf } from './prepare.js'
import { type ResolvedTrainOptions, resolveTrainOptions } from './resolve-train-options.js'
import { crossValidateWithBaselines } from './score.js'
import { smokeTest } from './smoke-test.js'
import type { TrainOptions } from './train-options.js'
import type { TrainReport } from './train-report.js'
import { tune } from './tune.js'

/**
 * Trains a version from a file and publishes it: read, prepare, tune, cross-validate, fit on everything, index,
 * smoke test, publish. Until the very end the artifacts folder serves what it served before, whatever happens.
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
  const phases = new Phases(options.onProgress, options.signal)
  try {
    return await trainInPhases(resolved, phases)
  } catch (error) {
    if (!(error instanceof SvdError)) throw error
    const code = error.code === 'INVALID_OPTION' ? 'INVALID_OPTION' : 'TRAINING_FAILED'
    throw new RecommenderError(code, error.message, { cause: error })
  }
}

async function trainInPhases(options: ResolvedTrainOptions, phases: Phases): Promise<TrainReport> {
  const { folds, nTrials, seed } = options
  const { interactions: all, report: read } = await phases.run('read', (tell) => readData(options, tell))
  const { interactions, ratings } = await phases.run('prepare', () => {
    const interactions =
      options.sample === undefined ? all : sampleInteractions(all, { size: options.sample, seed })
    return { interactions, ratings: ratingsOf(interactions).shuffled(seed) }
  })
  const tuned =
    nTrials === 0
      ? undefined
      : await phases.run('tune', (tell) => tune(ratings, { nTrials, seed }, phases, tell))
  const hyperparameters = tuned?.hyperparameters ?? {
    nFactors: options.nFactors,
    nEpochs: options.nEpochs,
    learningRate: options.learningRate,
    regularization: options.regularization,
    seed,
  }
  const crossValidation =
    folds === 0
      ? undefined
      : await phases.run('cross-validate', (tell) =>
          crossValidateWithBaselines(ratings, hyperparameters, { folds, seed }, phases, tell),
        )
  const model = new FunkSVD(hyperparameters)
  await phases.run('fit', (tell) => fitAll(model, ratings, phases, tell))
  const content = await phases.run('index', () =>
    contentOf(model, { interactions, read, hyperparameters, crossValidation }),
  )
  const { version, folder } = await publishTested(options.out, content, phases)
  return {
    version,
    folder,
    model: 'svd',
    hyperparameters,
    data: {
      read,
      pairs: ratings.nRatings,
      users: ratings.nUsers,
      items: ratings.nItems,
      ratingMean: ratings.mean,
      ratingStandardDeviation: standardDeviationOf(ratings),
      scale: ratings.scale,
    },
    crossValidation,
    tuning: tuned && { nTrials, bestRmse: tuned.bestRmse },
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

async function fitAll(model: FunkSVD, ratings: Ratings, phases: Phases, tell: Tell): Promise<void> {
  for (const { epoch, nEpochs, rmse } of model.epochs(ratings)) {
    tell(epoch / nEpochs, `epoch ${epoch}/${nEpochs} training rmse ${rmse.toFixed(4)}`)
    await phases.breathe()
  }
}

/** Everything the version folder will hold. */
function contentOf(
  model: FunkSVD,
  trained: Pick<TrainReport, 'hyperparameters' | 'crossValidation'> & {
    readonly interactions: Interactions
    readonly read: ReadReport
  },
): ArtifactContent {
  const { interactions, read, hyperparameters, crossValidation } = trained
  const { userIds, itemIds, userFactors, itemFactors, userBiases, itemBiases, globalMean, scale } =
    model.parameters
  const catalogue = catalogueOf(interactions)
  const listeners = catalogue.map((song) => song.listeners)
  return {
    manifest: {
      libraryVersion: LIBRARY_VERSION,
      createdAt: new Date().toISOString(),
      model: { kind: 'svd', hyperparameters },
      data: {
        name: read.name,
        kind: interactions.kind,
        rows: read.rows,
        pairs: interactions.items.length,
        users: userIds.length,
        items: itemIds.length,
        sha256: read.sha256,
      },
      scale: [...scale],
      globalMean,
      metrics: crossValidation ? metricsOf(crossValidation, hyperparameters.seed) : null,
    },
    catalogue,
    userIds,
    userFactors,
    itemFactors,
    userBiases,
    itemBiases,
    historyOffsets: interactions.offsets,
    historyItems: interactions.items,
    index: writeIndex(itemIndexOf(itemFactors, hyperparameters.nFactors, listeners)),
  }
}

function metricsOf(
  { folds, model, globalMean, biasOnly }: NonNullable<TrainReport['crossValidation']>,
  seed: number,
) {
  const means = ({ meanRmse, meanMae }: typeof model) => ({ rmse: meanRmse, mae: meanMae })
  return {
    protocol: `mean over ${folds} random folds of the user-item pairs, seed ${seed}, predictions clipped to the scale`,
    scores: { svd: means(model), globalMean: means(globalMean), biasOnly: means(biasOnly) },
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
