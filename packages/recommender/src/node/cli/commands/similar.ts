import type { Command } from 'commander'
import { Recommender } from '../../../index.js'
import { artifactsOption, jsonOption, limitOption, seedOption } from '../common-options.js'
import { resolveSongs } from '../known-songs.js'
import { gather } from '../parse-values.js'
import { recommendationsTable } from '../tables.js'
import type { Terminal } from '../terminal.js'

interface Options {
  readonly artifacts: string
  readonly seeds?: readonly string[]
  readonly likes?: readonly string[]
  readonly seed?: number
  readonly limit: number
  readonly json?: true
}

export function addSimilarCommand(program: Command, terminal: Terminal): void {
  program
    .command('similar')
    .description('Find what to play after a song.')
    .argument('<song>', '"<Artist> - <Track>"')
    .addOption(artifactsOption())
    .option('--seeds <song>', "a song of the listener's taste; may be given more than once", gather)
    .option('--likes <song>', 'a song that the listener likes; may be given more than once', gather)
    .addOption(seedOption('another order of nearly as relevant songs, the same for the same number'))
    .addOption(limitOption())
    .addOption(jsonOption())
    .action(async (text: string, { artifacts, seeds = [], likes = [], seed, limit, json }: Options) => {
      const recommender = await Recommender.load(artifacts)
      const [song = text] = resolveSongs(recommender, [text])
      const songs = recommender.similar(song, {
        seeds: resolveSongs(recommender, seeds),
        likes: resolveSongs(recommender, likes),
        limit,
        ...(seed !== undefined && { seed }),
      })
      terminal.print(json ? JSON.stringify(songs, null, 2) : recommendationsTable(songs, terminal.colours))
    })
}
