import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type RankingSplit, Ratings, splitKnownUsers, splitNewUsers } from '../src/index.js'

/** Published data and splits are not ours to ship: REDUX_DATA names the folder, and splits lie beside it. */
const data = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const splits = `${data}/../data-splits`

export const hasSharedSplits = existsSync(data) && existsSync(splits)

export type DataSet = 'lastfm-2k' | 'ml-100k'

interface SplitFile {
  readonly heldout_users: number[]
  readonly cases: [user: number, ...seedRows: number[]][]
  readonly test_rows: number[]
}

/** One row a line: user, item and how much it counts, or nothing for a rating below 4. */
function readRows(name: DataSet): (readonly [user: string, item: string, value: number | undefined])[] {
  const [path, header] = name === 'ml-100k' ? ['ml-100k/u.data', 0] : ['lastfm-2k/user_artists.dat', 2]
  const lines = readFileSync(`${data}/${path}`, 'latin1').trim().split(/\r?\n/).slice(header)
  return lines.map((line) => {
    const [user, item, value] = line.split('\t')
    if (name === 'ml-100k') return [user, item, Number(value) >= 4 ? 1 : undefined]
    return [user, item, Math.log10(Number(value) + 1)]
  })
}

/** The positives of a data set, and the public splits of them. */
export function readSharedSplits(name: DataSet): {
  readonly positives: Ratings
  readonly newUsers: RankingSplit
  readonly known: RankingSplit
} {
  const rows = readRows(name)
  const positives = Ratings.from(
    rows.flatMap(([user, item, rating]) => (rating === undefined ? [] : [{ user, item, rating }])),
  )
  const positionOf = new Map([...positives].map(({ user, item }, position) => [`${user} ${item}`, position]))
  const position = (row: number) => positionOf.get(`${rows[row][0]} ${rows[row][1]}`)!
  const file = (task: string): SplitFile =>
    JSON.parse(readFileSync(`${splits}/${name}.${task}.seed0.json`, 'utf8'))
  const { heldout_users, cases } = file('newuser')
  const seedPositions = new Map<number, number[] | undefined>(
    heldout_users.map((user) => [positives.users.row(user), undefined]),
  )
  for (const [user, ...seeds] of cases) seedPositions.set(positives.users.row(user), seeds.map(position))
  const isHeldOut = new Uint8Array(positives.nRatings)
  for (const row of file('known').test_rows) isHeldOut[position(row)] = 1
  return {
    positives,
    newUsers: splitNewUsers(positives, seedPositions),
    known: splitKnownUsers(positives, isHeldOut),
  }
}
