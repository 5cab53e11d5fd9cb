import { access, constants, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import {
  MODEL_KINDS,
  SAMPLERS,
  TASKS,
  TUNE_DEFAULTS,
  TUNED_MODEL_NAMES,
  type TuneOptions,
  type TuneReport,
  tune,
} from '../../../index.js'
import { shortened } from '../../../tune/search-space.js'
import { jsonOption, seedOption } from '../common-options.js'
import { Interrupted, interruptible } from '../interrupt.js'
import { integerIn, numberIn, parseColumns } from '../parse-values.js'
import { createProgressView } from '../progress-view.js'
import type { Terminal } from '../terminal.js'
import { type TrainCommand, trialLine, tuneText } from '../tune-tables.js'
import { FORMATS } from './train.js'

/** As on the command line. */
interface Options extends Omit<TuneOptions, 'data' | 'nTrials' | 'onProgress' | 'onTrial' | 'signal'> {
  readonly trials?: number
  readonly out?: string
  readonly json?: true
}

export function addTuneCommand(program: Command, terminal: Terminal): void {
  const { nTrials, folds, sampler, seed } = TUNE_DEFAULTS
  program
    .command('tune')
    .description("Search for a model's hyper-parameters by trials on held-out parts of the data.")
    .argument('<file>', 'the log of listens or ratings; may be gzipped')
    .addOption(new Option('--model <name>', 'what is tuned').choices(TUNED_MODEL_NAMES).makeOptionMandatory())
    .option(
      '--trials <n>',
      `trials in the end, those found in the journal counted, 1..100000 (default: ${nTrials}, or no limit with --timeout)`,
      integerIn(1, 100_000),
    )
    .option('--timeout <seconds>', 'start no trial after so long', numberIn(0, 1e9, true))
    .option('--storage <file>', 'journal to keep the trials in, and to go on with')
    .option('--study <name>', 'name of the study in the journal (default: model and task)')
    .addOption(
      new Option(
        '--task <name>',
        'what rankings are asked for (default: known for ials, else new-5)',
      ).choices(TASKS),
    )
    .option('--split <file>', 'a split file: only what it leaves for training is looked at')
    .option('--folds <n>', 'folds, or draws of held-out users or songs, 2..100', integerIn(2, 100), folds)
    .addOption(new Option('--sampler <name>', 'what chooses').choices(SAMPLERS).default(sampler))
    .addOption(seedOption('seed of everything random').default(seed))
    .option('--runs <folder>', 'where the run is recorded (default: "runs" beside the journal)')
    .addOption(new Option('--format <name>', 'file format').choices(FORMATS).default('auto'))
    .option(
      '--columns <roles>',
      'columns of a CSV by header: user=…,item=… or user=…,artist=…,track=…, and rating=… or plays=…',
      parseColumns,
    )
    .addOption(
      new Option('--encoding <name>', 'of the file').choices(['auto', 'utf-8', 'latin-1']).default('auto'),
    )
    .option('--out <file>', 'write the JSON to a file, too')
    .addOption(jsonOption())
    .action(async (data: string, { trials, out, json, ...same }: Options) => {
      // Better now than after all the work.
      if (out !== undefined) await access(dirname(out), constants.W_OK)
      const show = async (report: TuneReport) => {
        const train = trainCommandOf(report, data, program)
        const text = JSON.stringify({ ...report, train }, null, 2)
        if (out !== undefined) await writeFile(out, `${text}\n`)
        terminal.print(json ? text : tuneText(report, train, terminal.colours))
      }
      await tuneWatched({ ...same, data, nTrials: trials }, terminal, show)
    })
}

/** A search was stopped, and what it had found is shown. */
class SearchInterrupted extends Interrupted {
  static {
    SearchInterrupted.prototype.name = 'SearchInterrupted'
  }

  constructor({ exitCode }: Interrupted, storage: string | undefined) {
    super(exitCode)
    this.message =
      storage === undefined ? 'stopped' : `stopped; the same command goes on with the trials in ${storage}`
  }
}

async function tuneWatched(
  options: TuneOptions,
  terminal: Terminal,
  show: (report: TuneReport) => Promise<void>,
): Promise<void> {
  const view = createProgressView(terminal)
  const watch: Partial<TuneOptions> = {
    onProgress: (progress) => view.update(progress),
    onResume: (nTrials) => {
      view.stop()
      terminal.note(`going on with ${options.storage}: ${nTrials} trials are there already`)
    },
    onTrial: (trial) => {
      if (!terminal.watched) terminal.note(trialLine(trial))
    },
  }
  try {
    await interruptible(
      async (signal) => {
        const report = await tune({ ...options, ...watch, signal })
        view.stop()
        await show(report)
        if (report.stopped) throw new Error('stopped')
      },
      () => view.stop(),
    )
  } catch (error) {
    throw error instanceof Interrupted ? new SearchInterrupted(error, options.storage) : error
  } finally {
    view.stop()
  }
}

/** Parameters that `redux train` calls otherwise than `--kebab-case`. */
const FLAGS: Readonly<Record<string, string>> = { nFactors: '--factors', nEpochs: '--epochs' }

/** @returns `null` for a model that is not trained for serving. */
function trainCommandOf(report: TuneReport, file: string, program: Command): TrainCommand | null {
  const { model, best, nTrials, seed } = report
  if (!(MODEL_KINDS as readonly string[]).includes(model)) return null
  const known = program.commands.find((command) => command.name() === 'train')?.options ?? []
  const told: string[] = []
  const untold: Record<string, number | string> = {}
  for (const [name, value] of Object.entries(best.parameters)) {
    const flag = FLAGS[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    if (known.some(({ long }) => long === flag)) told.push(flag, shortened(value))
    else untold[name] = value
  }
  // Half of the parameters may well be worse than none: they go together.
  const isTold = Object.keys(untold).length === 0
  const anew = ['--trials', nTrials.complete + nTrials.pruned, '--seed', seed]
  const words = ['redux train', quoted(file), '--model', model, ...(isTold ? told : anew)]
  return { command: words.join(' '), untold }
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
