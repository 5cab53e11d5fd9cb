import { giveTaste, newAccount, popularSongs } from '../test/harness/account.js'
import { SIZES, type Size } from '../test/harness/browser.js'
import { measureFirstLoad } from './first-load.js'
import { measureFrames } from './frames.js'
import { onStage, type Stage } from './stage.js'

/** A promise of the app, and what became of it. */
export interface Budget {
  readonly what: string
  readonly limit: string
  readonly measured: string
  readonly isMet: boolean
}

/** The map is promised for this many songs. */
const MAP_SONGS = 30_000

/** Measures what the app promises about its size and speed, and prints it. Returns 1 where a promise is broken. */
export async function run(options: readonly string[]): Promise<number> {
  const size = { nListeners: 3000, nSongs: 50_000, nArtists: 4000, nListens: 1_400_000, exploration: 0.5 }
  const budgets = await onStage(size, measureAll)
  if (options.includes('--json')) console.log(JSON.stringify(budgets, null, 2))
  else console.table(budgets)
  return budgets.every(({ isMet }) => isMet) ? 0 : 1
}

async function measureAll(stage: Stage): Promise<Budget[]> {
  const { url } = stage.service
  const account = await newAccount(url, 'grace')
  const songs = await popularSongs(url, 12)
  await giveTaste(url, account, { seeds: songs.slice(0, 4), likes: songs.slice(4, 12) })
  const budgets: Budget[] = []
  for (const size of Object.keys(SIZES) as Size[]) {
    budgets.push(...(await measureFirstLoad(stage, size, undefined)))
    budgets.push(...(await measureFirstLoad(stage, size, account)))
    budgets.push(await measureFrames(stage, size, account, MAP_SONGS))
  }
  return budgets
}
