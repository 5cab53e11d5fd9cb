import { access, constants, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import {
  COMPARED_METRICS,
  EVALUATE_DEFAULTS,
  type EvaluateOptions,
  type EvaluationReport,
  evaluate,
  MODEL_NAMES,
  PROTOCOLS,
  TASKS,
} from '../../../index.js'
import { jsonOption, seedOption } from '../common-options.js'
import { evaluationText } from '../evaluation-tables.js'
import { interruptible } from '../interrupt.js'
import { integerIn, parseColumns } from '../parse-values.js'
import { createProgressView } from '../progress-view.js'
import type { Terminal } from '../terminal.js'
import { FORMATS } from './train.js'

/** As on the command line. */
interface Options extends Omit<EvaluateOptions, 'models' | 'metrics' | 'onProgress' | 'signal'> {
  readonly models: string
  readonly metrics: string
  readonly out?: string
  readonly json?: true
}

const listed = (names: readonly string[]) => names.join(', ')
const split = (text: string) => text.split(',').map((name) => name.trim())
const toNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  const { metrics, threshold, folds, last, seed, seeds } = EVALUATE_DEFAULTS
  program
    .command('evaluate')
    .description('Train models on a part of the data, ask them for the rest, and compare them.')
    .requiredOption('--data <file>', 'the log of listens or ratings; may be gzipped')
    .requiredOption('--models <names>', `models, separated by commas: ${listed(MODEL_NAMES)}`)
    .addOption(
      new Option('--protocol <name>', 'what is held out (default: new-user)')
        .choices(PROTOCOLS)
        .conflicts('split'),
    )
    .option('--split <file>', 'a split file, which fixes what is held out')
    .addOption(
      new Option('--task <name>', 'what is asked: newcomers with so many seeds, or known users').choices(
        TASKS,
      ),
    )
    .option(
      '--baseline <model>',
      'what the others are compared with (default: popularity if it is there, else the first)',
    )
    .option('--metrics <names>', `metrics in the tables: ${listed(COMPARED_METRICS)}`, metrics.join(','))
    .option('--threshold <x>', 'lowest rating that is a liking', toNumber, threshold)
    .option('--folds <n>', 'folds of the protocol k-fold, 2..100', integerIn(2, 100), folds)
    .option(
      '--last <n>',
      'songs a user that the protocol last-n holds out, 1..1000',
      integerIn(1, 1000),
      last,
    )
    .addOption(seedOption('seed of the first split and of the models').default(seed))
    .option('--seeds <n>', 'splits to draw, with the seeds from --seed on, 1..100', integerIn(1, 100), seeds)
    .addOption(new Option('--format <name>', 'file format').choices(FORMATS).default('auto'))
    .option(
      '--columns <roles>',
      'columns of a CSV by header: user=…,item=… or user=…,artist=…,track=…, and rating=… or plays=…',
      parseColumns,
    )
    .addOption(
      new Option('--encoding <name>', 'of the file').choices(['auto', 'utf-8', 'latin-1']).default('auto'),
    )
    .option('--cases', 'put the values of every case into the JSON')
    .option('--out <file>', 'write the JSON to a file, too')
    .addOption(jsonOption())
    .action(async ({ json, out, ...same }: Options) => {
      // Better now than after all the work.
      if (out !== undefined) await access(dirname(out), constants.W_OK)
      // The library checks the names, and suggests the nearest.
      const lists = { models: split(same.models), metrics: split(same.metrics) }
      const report = await evaluateWatched({ ...same, ...lists } as EvaluateOptions, terminal)
      const text = JSON.stringify(report, null, 2)
      if (out !== undefined) await writeFile(out, `${text}\n`)
      terminal.print(json ? text : evaluationText(report, { metrics: lists.metrics, ...terminal }))
    })
}

async function evaluateWatched(options: EvaluateOptions, terminal: Terminal): Promise<EvaluationReport> {
  const view = createProgressView(terminal)
  try {
    return await interruptible(
      (signal) => evaluate({ ...options, signal, onProgress: (progress) => view.update(progress) }),
      () => view.stop(),
    )
  } finally {
    view.stop()
  }
}
