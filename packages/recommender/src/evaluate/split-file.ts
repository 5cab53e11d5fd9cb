import { type RankingSplit, splitKnownUsers, splitNewUsers } from '@redux/svd'
import { z } from 'zod'
import { RecommenderError } from '../errors.js'
import type { Positives } from './positives.js'

const row = z.number().int().nonnegative()
const id = z.union([z.string(), z.number()]).transform(String)
const common = {
  dataset: z.string(),
  data_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  split_seed: z.number().int(),
}

const schema = z.discriminatedUnion('task', [
  z.object({
    ...common,
    task: z.literal('new-user'),
    heldout_users: z.array(id).min(1),
    cases: z.array(z.tuple([id], row)).min(1),
  }),
  z.object({ ...common, task: z.literal('known-user'), test_rows: z.array(row).min(1) }),
])

/** Which rows of which data file are held out; see docs/evaluation.md. */
export type SplitFile = z.output<typeof schema>

/**
 * Reads the text of a split file.
 *
 * @param name - What messages call it.
 * @throws {@link RecommenderError} BAD_SPLIT saying what is wrong with it.
 */
export function parseSplitFile(text: string, name: string): SplitFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new RecommenderError('BAD_SPLIT', `${name} is no JSON`, { cause })
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  throw new RecommenderError('BAD_SPLIT', `${name} is no split file: ${where}${issue.message}`)
}

/** The data that a split file is about. */
export interface SplitData {
  /** Name of the data file. */
  readonly name: string
  readonly sha256: string
  readonly positives: Positives
  /** By row of the file: position of the pair. */
  readonly pairOfRow: Int32Array
}

/**
 * Holds out what a split file says.
 *
 * @param name - What messages call the split file.
 * @throws {@link RecommenderError} BAD_SPLIT when the file is for other data or contradicts them.
 */
export function applySplitFile(file: SplitFile, name: string, data: SplitData): RankingSplit {
  if (file.data_sha256 !== data.sha256)
    throw new RecommenderError(
      'BAD_SPLIT',
      `${name} was made for another file than ${data.name}: it is for the SHA-256 ${file.data_sha256}, not ${data.sha256}`,
    )
  const bad = (rule: string): never => {
    throw new RecommenderError('BAD_SPLIT', `${name} does not fit ${data.name}: ${rule}`)
  }
  return file.task === 'new-user' ? newUsersOf(file, data, bad) : knownUsersOf(file, data, bad)
}

function newUsersOf(
  { heldout_users, cases }: Extract<SplitFile, { task: 'new-user' }>,
  data: SplitData,
  bad: (rule: string) => never,
): RankingSplit {
  const { ratings } = data.positives
  const seedPositions = new Map<number, number[] | undefined>()
  for (const user of heldout_users) {
    const u = ratings.users.row(user)
    if (u < 0 || seedPositions.has(u)) bad(`held-out user ${user} is ${u < 0 ? 'unknown' : 'named twice'}`)
    seedPositions.set(u, undefined)
  }
  for (const [user, ...rows] of cases) {
    const u = ratings.users.row(user)
    if (!seedPositions.has(u) || seedPositions.get(u)) bad(`user ${user} must be held out and have one case`)
    const positions = rows.map((row) => positiveAt(row, data, bad))
    const [from, to] = [ratings.offsets[u], ratings.offsets[u + 1]]
    const isSeed = new Set(positions)
    if (positions.some((at) => at < from || at >= to)) bad(`a seed row of user ${user} is another user's`)
    if (isSeed.size < positions.length || positions.length === 0 || positions.length >= to - from)
      bad(`user ${user} must have distinct seeds, and positives beside them`)
    seedPositions.set(u, positions)
  }
  return splitNewUsers(ratings, seedPositions)
}

function knownUsersOf(
  { test_rows }: Extract<SplitFile, { task: 'known-user' }>,
  data: SplitData,
  bad: (rule: string) => never,
): RankingSplit {
  const isHeldOut = new Uint8Array(data.positives.ratings.nRatings)
  for (const row of test_rows) {
    const position = positiveAt(row, data, bad)
    if (isHeldOut[position] === 1) bad(`test row ${row} is there twice`)
    isHeldOut[position] = 1
  }
  return splitKnownUsers(data.positives.ratings, isHeldOut)
}

function positiveAt(row: number, { pairOfRow, positives }: SplitData, bad: (rule: string) => never): number {
  if (row >= pairOfRow.length) bad(`there is no row ${row}, the last is ${pairOfRow.length - 1}`)
  const position = positives.positionOf[pairOfRow[row]]
  return position < 0 ? bad(`row ${row} is no positive`) : position
}
