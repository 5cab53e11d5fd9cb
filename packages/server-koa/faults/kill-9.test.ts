import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { requirePostgres, startPostgres } from '../test/services/postgres.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Question } from './harness/ask.js'
import { compareOverHttp, compareStored, LOSSES } from './harness/compare.js'
import { Ledger } from './harness/ledger.js'
import { keepDoing } from './harness/load.js'
import { newFolder, Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { type StoredAccount, storedInPostgres, storedInSqlite } from './harness/stored-accounts.js'
import { Tally } from './harness/tally.js'

const ROUNDS = 20
/** Every so many rounds it is the database that is killed. */
const DATABASE_ROUND = 4
const CLIENTS = 4

const artifacts = useArtifacts()

interface Database {
  readonly url: string
  stored(): Promise<StoredAccount[]>
  /** Kills the server of the database and starts it again; absent where there is none. */
  crash?(): Promise<void>
}

/** Two replicas on one database; one or the other is killed again and again while clients write to both. */
async function killUnderLoad(database: Database, tally: Tally): Promise<void> {
  const settings = { ARTIFACTS_DIR: artifacts.folder, DATABASE_URL: database.url }
  const replicas = [await Replica.start(settings), await Replica.start(settings)]
  const random = new SeededRandom(9)
  const ledger = new Ledger()
  /** As a proxy does: what could not be sent goes to the other replica, what was sent is not sent again. */
  const anyone = async (path: string, question: Question) => {
    const at = random.below(replicas.length)
    const answer = await replicas[at].ask(path, question)
    return answer.failure === 'ECONNREFUSED' ? replicas[1 - at].ask(path, question) : answer
  }
  const load = keepDoing(CLIENTS, async () => {
    await ledger.live({ random, tally, ask: anyone })
    await wait(100)
  })
  for (let round = 1; round <= ROUNDS; round++) {
    await wait(150 + random.below(400))
    if (database.crash !== undefined && round % DATABASE_ROUND === 0) {
      await database.crash()
      tally.count('kills of the database')
    } else {
      const victim = replicas[round % 2]
      await victim.kill()
      await victim.start()
      tally.count('kills of a replica')
    }
  }
  await load.end()
  for (const replica of replicas) await replica.untilReady()
  await compareOverHttp(ledger.entries, (path, question) => replicas[0].ask(path, question), tally)
  compareStored(ledger.entries, await database.stored(), tally)
  const crashes = replicas.map(({ crashes }) => crashes)
  for (const loss of LOSSES) tally.count(loss, 0)
  tally.print()
  for (const loss of LOSSES) expect(tally.of(loss), loss).toBe(0)
  expect(crashes).toEqual([0, 0])
  expect(tally.of('likes acknowledged')).toBeGreaterThan(100)
}

describe(`${ROUNDS} rounds of kill -9 under load lose nothing that was acknowledged and duplicate nothing`, () => {
  test('on SQLite, with two processes on one file', async () => {
    const path = join(newFolder(), 'redux.db')
    const database = { url: `sqlite:///${path}`, stored: () => storedInSqlite(path) }
    await killUnderLoad(database, new Tally('kill -9 under load, SQLite'))
  })

  describe('on PostgreSQL', () => {
    requirePostgres()

    test('which is itself killed now and then', async () => {
      const server = await startPostgres()
      onTestFinished(() => server.remove())
      const url = await server.newDatabase()
      const crash = async () => {
        await server.kill()
        await wait(200)
        await server.start()
      }
      const database = { url, crash, stored: () => storedInPostgres(url) }
      await killUnderLoad(database, new Tally('kill -9 under load, PostgreSQL'))
    })
  })
})
