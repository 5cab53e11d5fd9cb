import type { Command } from 'commander'
import { type Recommendation, Recommender } from '../../../index.js'
import { artifactsOption, jsonOption, limitOption } from '../common-options.js'
import { resolveSongs } from '../known-songs.js'
import { gather } from '../parse-values.js'
import { recommendationsTable } from '../tables.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'

interface Options {
  readonly artifacts: string
  readonly seeds?: readonly string[]
  readonly likes?: readonly string[]
  readonly dislikes?: readonly string[]
  readonly user?: string
  readonly limit: number
  readonly json?: true
}

export function addRecommendCommand(program: Command, terminal: Terminal): void {
  program
    .command('recommend')
    .description('Recommend songs to a newcomer who names some, or to a user of the training data.')
    .addOption(artifactsOption())
    .option(
      '--seeds <song>',
      'a song to start from, "<Artist> - <Track>"; may be given more than once',
      gather,
    )
    .option(
      '--likes <song>',
      'a song that is liked, which counts double; may be given more than once',
      gather,
    )
    .option('--dislikes <song>', 'a song that is disliked; may be given more than once', gather)
    .option('--user <id>', 'a user of the training data, instead of seeds')
    .addOption(limitOption())
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const { seeds = [], likes = [], dislikes = [], user } = options
      if (user === undefined && seeds.length === 0)
        throw new UsageError('recommend needs --seeds "<Artist> - <Track>" or --user <id>')
      if (user !== undefined && seeds.length + likes.length + dislikes.length > 0)
        throw new UsageError(
          '--user goes without --seeds, --likes and --dislikes: its taste is in the training data',
        )
      const recommender = await Recommender.load(options.artifacts)
      if (user !== undefined && !recommender.knowsUser(user))
        terminal.note(`note: user "${user}" is not in the training data; these are the most played songs`)
      const songs = recommend(recommender, options)
      terminal.print(
        options.json ? JSON.stringify(songs, null, 2) : recommendationsTable(songs, terminal.colours),
      )
    })
}

function recommend(
  recommender: Recommender,
  { seeds = [], likes = [], dislikes = [], user, limit }: Options,
): readonly Recommendation[] {
  if (user !== undefined) return recommender.recommend(user, { limit })
  return recommender.coldStart(resolveSongs(recommender, seeds), {
    likes: resolveSongs(recommender, likes),
    dislikes: resolveSongs(recommender, dislikes),
    limit,
  })
}
