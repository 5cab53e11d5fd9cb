import { type Command, Option } from 'commander'
import {
  type DataFormat,
  MODEL_KINDS,
  TRAIN_DEFAULTS,
  type TrainOptions,
  type TrainReport,
  train,
} from '../../../index.js'
import { DEFAULT_ARTIFACTS, jsonOption, seedOption } from '../common-options.js'
import { interruptible } from '../interrupt.js'
import { integerIn, numberIn, parseColumns } from '../parse-values.js'
import { createProgressView } from '../progress-view.js'
import { trainText } from '../tables.js'
import type { Terminal } from '../terminal.js'

/** As on the command line; what `train` calls otherwise is renamed. */
interface Options
  extends Omit<TrainOptions, 'data' | 'nTrials' | 'nFactors' | 'nEpochs' | 'onProgress' | 'signal'> {
  readonly trials: number
  readonly factors?: number
  readonly epochs?: number
  readonly json?: true
}

/** What `--format` takes. */
export const FORMATS: readonly ('auto' | DataFormat)[] = [
  'auto',
  'lastfm',
  'movielens-data',
  'movielens-csv',
  'movielens-dat',
  'hetrec',
  'csv',
]

export function addTrainCommand(program: Command, terminal: Terminal): void {
  const { model, nTrials, folds, seed } = TRAIN_DEFAULTS
  program
    .command('train')
    .description('Learn a model from a log of listens or ratings and publish it as a new version.')
    .argument('<file>', 'the log; may be gzipped')
    .option('--out <folder>', 'artifacts folder, created when missing', DEFAULT_ARTIFACTS)
    .addOption(new Option('--model <name>', 'what learns').choices(MODEL_KINDS).default(model))
    .option('--trials <n>', 'hyper-parameter trials before the fit, 0..10000', integerIn(0, 10_000), nTrials)
    .option(
      '--folds <n>',
      'folds of the cross-validation, 2..100, or 0 to judge nothing',
      integerIn(2, 100, 0),
      folds,
    )
    .option(
      '--factors <n>',
      'factors per user and song, 1..4096 (default: 50 for svd, 16 for bayes, else 128)',
      integerIn(1, 4096),
    )
    .option(
      '--epochs <n>',
      'passes over the data, 1..10000 (default: 20 for svd, 12 for ials)',
      integerIn(1, 10_000),
    )
    .option('--learning-rate <x>', 'step size of svd, > 0 and <= 1 (default: 0.005)', numberIn(0, 1, true))
    .option(
      '--regularization <x>',
      "penalty, 0 to 10000 (default: 0.02 for svd, else the model's own)",
      numberIn(0, 10_000, false),
    )
    .option('--runs <folder>', 'where the run is recorded (default: "runs" beside the artifacts folder)')
    .option(
      '--sample <n>',
      'learn from a random sample of this many user-song pairs',
      integerIn(1, 2 ** 31 - 1),
    )
    .addOption(seedOption('seed of everything random').default(seed))
    .addOption(new Option('--format <name>', 'file format').choices(FORMATS).default('auto'))
    .option(
      '--columns <roles>',
      'columns of a CSV by header: user=…,item=… or user=…,artist=…,track=…, and rating=… or plays=…',
      parseColumns,
    )
    .addOption(
      new Option('--encoding <name>', 'of the file').choices(['auto', 'utf-8', 'latin-1']).default('auto'),
    )
    .addOption(jsonOption())
    .action(async (data: string, { trials, factors, epochs, json, ...same }: Options) => {
      const options = { ...same, data, nTrials: trials, nFactors: factors, nEpochs: epochs }
      const report = await trainWatched(options, terminal)
      terminal.print(json ? JSON.stringify(report, null, 2) : trainText(report, terminal.colours))
    })
}

async function trainWatched(options: TrainOptions, terminal: Terminal): Promise<TrainReport> {
  const view = createProgressView(terminal)
  try {
    return await interruptible(
      (signal) => train({ ...options, signal, onProgress: (progress) => view.update(progress) }),
      () => view.stop(),
    )
  } finally {
    view.stop()
  }
}
