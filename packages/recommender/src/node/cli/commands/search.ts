import type { Command } from 'commander'
import { Recommender } from '../../../index.js'
import { artifactsOption, jsonOption, limitOption } from '../common-options.js'
import { songsTable } from '../tables.js'
import type { Terminal } from '../terminal.js'

interface Options {
  readonly artifacts: string
  readonly limit: number
  readonly json?: true
}

export function addSearchCommand(program: Command, terminal: Terminal): void {
  program
    .command('search')
    .description('Look songs up in the catalogue by words of their artist and title.')
    .argument('<words...>', 'every one of them must occur')
    .addOption(artifactsOption())
    .addOption(limitOption())
    .addOption(jsonOption())
    .action(async (words: readonly string[], { artifacts, limit, json }: Options) => {
      const songs = (await Recommender.load(artifacts)).search(words.join(' '), { limit })
      if (json) terminal.print(JSON.stringify(songs, null, 2))
      else if (songs.length > 0) terminal.print(songsTable(songs, terminal.colours))
      else terminal.note(`No song of the catalogue holds all of: ${words.join(' ')}`)
    })
}
