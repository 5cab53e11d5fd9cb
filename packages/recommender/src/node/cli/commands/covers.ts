import { type Command, InvalidArgumentError } from 'commander'
import { RecommenderError } from '../../../index.js'
import { loadArtifact } from '../../artifacts/load.js'
import { artifactsOption, jsonOption } from '../common-options.js'
import { interruptible } from '../interrupt.js'
import { integerIn } from '../parse-values.js'
import { createProgressView } from '../progress-view.js'
import { withServer } from '../server-package.js'
import { drawTable } from '../tables.js'
import type { Terminal } from '../terminal.js'

const PROVIDERS = ['itunes', 'deezer', 'musicbrainz']

// The server is a package above this one, so what is called there is described here.

interface PrefetchCounts {
  readonly found: number
  readonly none: number
  readonly failed: number
  readonly skipped: number
}

interface PrefetchReport extends PrefetchCounts {
  readonly end: 'done' | 'stopped' | 'unreachable'
}

interface ServerCommands {
  runPrefetch(options: {
    songs: readonly { artist: string; track: string }[]
    env: Readonly<Record<string, string | undefined>>
    limit?: number
    signal: AbortSignal
    onProgress: (progress: PrefetchCounts & { readonly total: number }) => void
  }): Promise<PrefetchReport>
}

interface Options {
  readonly artifacts: string
  readonly database?: string
  readonly providers?: string
  readonly limit?: number
  readonly json?: true
}

export function addCoversCommand(program: Command, terminal: Terminal): void {
  program
    .command('covers')
    .description('Fill the table of covers that the service answers from.')
    .command('prefetch')
    .description(
      'Ask the public metadata services for the cover of every song; goes on where it was stopped.',
    )
    .addOption(artifactsOption().env('ARTIFACTS_DIR'))
    .option('--database <url>', 'database of the service (default: DATABASE_URL, else as the server has it)')
    .option(
      '--providers <names>',
      `some of ${PROVIDERS.join(',')} (default: METADATA_PROVIDERS, else all)`,
      parseProviders,
    )
    .option('--limit <n>', 'ask for so many songs at most, the most played first', integerIn(1, 1e9))
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const report = await withServer('covers', ({ runPrefetch }: ServerCommands) =>
        prefetchWatched(options, runPrefetch, terminal),
      )
      if (report.end === 'unreachable')
        throw new RecommenderError(
          'UNREADABLE',
          'look-ups failed one after the other, so no more was tried; the same command goes on later',
        )
    })
}

async function prefetchWatched(
  { artifacts, database, providers, limit, json }: Options,
  runPrefetch: ServerCommands['runPrefetch'],
  terminal: Terminal,
): Promise<PrefetchReport> {
  const songs = await songsOf(artifacts)
  const env = {
    ...process.env,
    ...(database === undefined ? {} : { DATABASE_URL: database }),
    ...(providers === undefined ? {} : { METADATA_PROVIDERS: providers }),
  }
  const view = createProgressView(terminal)
  const onProgress = ({ total, ...counts }: PrefetchCounts & { readonly total: number }) => {
    const done = counts.found + counts.none + counts.failed + counts.skipped
    view.update({ phase: 'covers', fraction: total === 0 ? 1 : done / total, detail: summary(counts) })
  }
  try {
    return await interruptible(
      async (signal) => {
        const report = await runPrefetch({ songs, env, limit, signal, onProgress })
        view.stop()
        terminal.print(json ? JSON.stringify(report, null, 2) : reportTable(report, terminal.colours))
        if (report.end === 'stopped') throw new Error('stopped')
        return report
      },
      () => view.stop(),
      'stopped; what was found is saved, and the same command goes on with the rest',
    )
  } finally {
    view.stop()
  }
}

/** Every song of the catalogue, the most played first. */
async function songsOf(artifacts: string) {
  const { catalogue } = await loadArtifact(artifacts)
  return [...catalogue]
    .sort((a, b) => b.plays - a.plays)
    .map(({ artist, title }) => ({ artist, track: title }))
}

function summary({ found, none, failed, skipped }: PrefetchCounts): string {
  return `${found} found, ${none} without, ${failed} failed, ${skipped} known before`
}

function reportTable({ found, none, failed, skipped }: PrefetchCounts, colours: boolean): string {
  const rows = [
    ['found', found],
    ['without a cover', none],
    ['failed, to be asked again', failed],
    ['known before', skipped],
  ] as const
  return drawTable(
    ['Covers', 'songs'],
    rows.map(([name, count]) => [name, count.toLocaleString('en')]),
    { colours, numbers: [1] },
  )
}

function parseProviders(text: string): string {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => PROVIDERS.includes(name))) return names.join(',')
  throw new InvalidArgumentError(`It must be some of ${PROVIDERS.join(', ')}, separated by commas.`)
}
