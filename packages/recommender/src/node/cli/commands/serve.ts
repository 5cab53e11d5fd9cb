import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { RecommenderError } from '../../../index.js'
import { artifactsOption } from '../common-options.js'
import { integerIn, notEmpty } from '../parse-values.js'
import { findServerFile } from '../server-package.js'
import type { Terminal } from '../terminal.js'

interface Options {
  readonly artifacts: string
  readonly port?: number
  readonly host?: string
  readonly workers?: number
  readonly webApp?: string
}

export function addServeCommand(program: Command, _terminal: Terminal): void {
  program
    .command('serve')
    .description('Serve an artifact over HTTP; needs the package @redux/server-koa.')
    .addOption(artifactsOption().env('ARTIFACTS_DIR'))
    .option(
      '--port <n>',
      'port, 0..65535, 0 takes a free one (default: PORT, else 8000)',
      integerIn(0, 65_535),
    )
    .option('--host <address>', 'address to listen on (default: HOST, else as the server has it)')
    .option('--workers <n>', 'processes that share the port (default: WORKERS, else 1)', integerIn(1, 256))
    .option('--web-app <folder>', 'built web app to serve at / (default: WEB_APP_DIR, else none)', notEmpty)
    .action(async ({ artifacts, port, host, workers, webApp }: Options) => {
      const startFile = findServerFile('main', 'serve')
      await requireFolder(artifacts)
      process.env['ARTIFACTS_DIR'] = resolve(artifacts)
      if (port !== undefined) process.env['PORT'] = String(port)
      if (host !== undefined) process.env['HOST'] = host
      if (workers !== undefined) process.env['WORKERS'] = String(workers)
      if (webApp !== undefined) process.env['WEB_APP_DIR'] = resolve(webApp)
      // In this very process, not in a child: signals, exit code and standard streams then are the server's own.
      await import(startFile)
    })
}

/** Said here, because it is this command's option that would be wrong; the server checks what is in the folder. */
async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined)
  if (!stats?.isDirectory())
    throw new RecommenderError(
      'NOT_FOUND',
      `The artifacts folder ${folder} does not exist; run "redux train" first`,
    )
}
