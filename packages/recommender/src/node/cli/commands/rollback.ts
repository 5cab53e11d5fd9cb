import { type Command, Option } from 'commander'
import { listVersions, rollBack } from '../../../index.js'
import { DEFAULT_ARTIFACTS, jsonOption } from '../common-options.js'
import { interruptible } from '../interrupt.js'
import { versionsTable } from '../tables.js'
import type { Terminal } from '../terminal.js'

interface Options {
  readonly artifacts: string
  readonly to?: string
  readonly list?: true
  readonly json?: true
}

export function addRollbackCommand(program: Command, terminal: Terminal): void {
  program
    .command('rollback')
    .description('Make the version before the current one current again, once it has proved sound.')
    .option('--artifacts <folder>', 'artifacts folder', DEFAULT_ARTIFACTS)
    .option('--to <version>', 'the version to go to, instead of the one before')
    .addOption(
      new Option('--list', 'only list the versions, newest first, and which is current').conflicts('to'),
    )
    .addOption(jsonOption())
    .action(async ({ artifacts, to, list, json }: Options) => {
      if (list) {
        const versions = await listVersions(artifacts)
        terminal.print(json ? JSON.stringify(versions, null, 2) : versionsTable(versions, terminal.colours))
        return
      }
      const done = await interruptible(
        (signal) => rollBack(artifacts, { to, signal }),
        () => terminal.note('stopping'),
      )
      terminal.print(
        json
          ? JSON.stringify(done, null, 2)
          : `Version ${done.version} is current${done.from === null ? '' : `, instead of ${done.from}`}`,
      )
    })
}
