import type { Command } from 'commander'
import { REPORT_DEFAULTS, type ReportOptions, report } from '../../../index.js'
import { jsonOption } from '../common-options.js'
import { parseColumns } from '../parse-values.js'
import type { Terminal } from '../terminal.js'

/** As on the command line. */
interface Options extends Omit<ReportOptions, 'source'> {
  readonly json?: true
}

export function addReportCommand(program: Command, terminal: Terminal): void {
  program
    .command('report')
    .description('Draw what was learned, and how well, as one HTML page that needs no network and no script.')
    .argument('<source>', "artifacts folder, one version in it, an evaluation's JSON, or a study's journal")
    .option(
      '--out <file>',
      'the page; a file that is no report is only overwritten with --force',
      REPORT_DEFAULTS.out,
    )
    .option('--evaluation <file>', 'an evaluation to show, too, as "redux evaluate --out" writes it')
    .option('--study <journal>', "a study to show, too, in Optuna's journal format")
    .option('--data <file>', 'the log of listens or ratings, for what a version does not keep of it')
    .option(
      '--columns <roles>',
      'columns of a CSV by header: user=…,item=… or user=…,artist=…,track=…, and rating=… or plays=…',
      parseColumns,
    )
    .option('--runs <folder>', 'where runs are recorded (default: "runs" beside the artifacts folder)')
    .option('--force', 'overwrite whatever file is there')
    .addOption(jsonOption())
    .action(async (source: string, { json, ...options }: Options) => {
      const { path, bytes } = await report({ source, ...options })
      terminal.print(
        json
          ? JSON.stringify({ path, bytes }, null, 2)
          : `${path} (${Math.ceil(bytes / 1000).toLocaleString('en')} kB)`,
      )
    })
}
