import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { RecommenderError } from '../../../index.js'
import { artifactsOption } from '../common-options.js'
import { integerIn } from '../parse-values.js'
import type { Terminal } from '../terminal.js'

const START_FILE = '@redux/server-koa/main'

interface Options {
  readonly artifacts: string
  readonly port?: number
  readonly host?: string
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
    .action(async ({ artifacts, port, host }: Options) => {
      const startFile = findStartFile()
      await requireFolder(artifacts)
      process.env['ARTIFACTS_DIR'] = resolve(artifacts)
      if (port !== undefined) process.env['PORT'] = String(port)
      if (host !== undefined) process.env['HOST'] = host
      // In this very process, not in a child: signals, exit code and standard streams then are the server's own.
      await import(startFile)
    })
}

/** The server is a package above this one, so it is looked up when it is wanted: from the caller's folder first. */
function findStartFile(): string {
  for (const from of [pathToFileURL(join(process.cwd(), 'package.json')), import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve(START_FILE)).href
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error
    }
  }
  throw new RecommenderError(
    'NOT_FOUND',
    'serve needs the package @redux/server-koa, which is not installed here; run "npm install @redux/server-koa"',
  )
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
