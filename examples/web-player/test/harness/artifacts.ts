import { join } from 'node:path'
import { train } from '@redux/recommender'
import {
  generateListeningLog,
  type Listen,
  type ListeningLogOptions,
  writeListeningLog,
} from '@redux-examples/listening-log'

/** Names that a page has to cope with, in place of those of the songs listened to first. */
export const ODD_SONGS = {
  long: {
    artist: 'The Extraordinarily Long-Winded Philharmonic Orchestra of the Outer Harbour Islands and Friends',
    track:
      'A Song Whose Title Goes On and On, Past Every Edge That Anybody Has Drawn for It, and Then Some More (Parts I to XVII)',
  },
  rightToLeft: { artist: 'فرقة المدينة القديمة', track: 'أغنية الليل الطويل' },
  emoji: { artist: '🌈 Émilie & the Ünïcødes 🎻', track: '🎉 Dånce 🕺🏽 until 🌅' },
  unbroken: {
    artist: 'Wort',
    track: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  },
} as const

/** Makes a listening log, with some odd names, and trains on it. Returns the folder of the artifacts. */
export async function makeArtifacts(
  folder: string,
  size: ListeningLogOptions,
  { hasOddSongs = true }: { readonly hasOddSongs?: boolean } = {},
): Promise<string> {
  const data = join(folder, 'listens.csv')
  const out = join(folder, 'artifacts')
  const log = generateListeningLog({ seed: 6, ...size })
  await writeListeningLog(data, hasOddSongs ? { ...log, listens: renamed(log.listens) } : log)
  await train({ data, out, folds: 0, seed: 6 })
  return out
}

/** The log with other names for the first songs in it. */
function* renamed(listens: Iterable<Listen>): IterableIterator<Listen> {
  const left = Object.values(ODD_SONGS)[Symbol.iterator]()
  const names = new Map<string, { readonly artist: string; readonly track: string }>()
  for (const listen of listens) {
    const id = `${listen.artist} - ${listen.track}`
    const next = names.has(id) ? undefined : left.next().value
    if (next !== undefined) names.set(id, next)
    yield { ...listen, ...names.get(id) }
  }
}
