import { sql } from 'kysely'
import { type Connection, type DatabaseKind, type QueryBuilder, queryBuilder } from './connection.js'
import type { ReadReplica } from './read-replica.js'
import { compile, prepare, run, type Work } from './statement.js'
import type { Account, AccountExport, Session, Store, StoredTaste, TimedSong, User } from './store.js'
import { StoreError } from './store-error.js'
import { within } from './time-limit.js'

/** Rows of one insert: four values each, well below what either database takes per statement. */
const ROWS_PER_INSERT = 1000
/**
 * How long a revoked token is remembered after its end: a clock that was wrong for a while must not bring it back.
 */
const SWEEP_AFTER_MS = 24 * 3_600_000
const PING_TIMEOUT_MS = 1500

/** A {@link Store} in a database, whichever there is a {@link Connection} for. */
export class KyselyStore implements Store {
  readonly #connection: Connection
  readonly #replica: ReadReplica | undefined
  readonly #build: QueryBuilder
  readonly #queries: Queries

  /** @param replica - A copy of the database that is asked for tastes first. */
  constructor(connection: Connection, replica?: ReadReplica) {
    this.#connection = connection
    this.#replica = replica
    this.#build = queryBuilder(connection.kind)
    this.#queries = prepareQueries(this.#build, connection.kind)
  }

  async createUser(username: string, passwordHash: string): Promise<Account | null> {
    const insert = this.#queries.createUser(username, passwordHash, Date.now())
    return (await this.#connection.write(() => run(insert))).at(0) ?? null
  }

  async findUser(username: string): Promise<Account | null> {
    if (!canBeStored(username)) return null
    return (await this.#connection.read(this.#queries.findUser(username))).at(0) ?? null
  }

  async findSession(username: string, tokenId: string | null): Promise<Session | null> {
    if (!canBeStored(username)) return null
    const [row] = await this.#connection.read(this.#queries.findSession(tokenId, username))
    if (row === undefined) return null
    const { revokedId, ...account } = row
    return { account, revoked: revokedId !== null }
  }

  async changePassword(userId: number, passwordHash: string): Promise<Account | null> {
    const update = this.#queries.changePassword(passwordHash, userId)
    return (await this.#connection.write(() => run(update))).at(0) ?? null
  }

  async deleteUser(userId: number): Promise<boolean> {
    return (await this.#connection.write(() => run(this.#queries.deleteUser(userId)))).length > 0
  }

  async exportUser(userId: number): Promise<AccountExport | null> {
    const [user, ...songs] = await this.#connection.read(this.#queries.history(userId))
    if (user === undefined) return null
    const timed = (part: Part): TimedSong[] =>
      songs.filter((row) => row.part === part).map(({ text, createdAt }) => ({ songId: text, createdAt }))
    const { text: username, createdAt } = user
    return { username, createdAt, seeds: timed(PART.seeds), likes: timed(PART.likes) }
  }

  async revokeToken(tokenId: string, expiresAt: number): Promise<void> {
    const { revokeToken, sweepTokens } = this.#queries
    await this.#connection.write(function* () {
      yield* run(revokeToken(tokenId, expiresAt))
      yield* run(sweepTokens(Date.now() - SWEEP_AFTER_MS))
    })
  }

  async getSeeds(userId: number): Promise<string[]> {
    return songIds(await this.#connection.read(this.#queries.getSeeds(userId)))
  }

  /** Seeds are stored once and stay, so whoever finds some need not lock anything. */
  async storeSeedsOnce(userId: number, seeds: readonly string[]): Promise<string[]> {
    const stored = await this.getSeeds(userId)
    return stored.length > 0 ? stored : this.#connection.write(() => this.#storeSeeds(userId, seeds))
  }

  async getLikes(userId: number): Promise<string[]> {
    return songIds(await this.#connection.read(this.#queries.getLikes(userId)))
  }

  async toggleLike(userId: number, songId: string): Promise<boolean> {
    return this.#connection.write(() => this.#toggleLike(userId, songId))
  }

  async getTaste({ id, tasteVersion }: Pick<User, 'id' | 'tasteVersion'>): Promise<StoredTaste> {
    const query = this.#queries.taste(id)
    const copy = (await this.#replica?.read(query))?.at(0)
    const isNewEnough = copy !== undefined && copy.tasteVersion >= tasteVersion
    const row = isNewEnough ? copy : (await this.#connection.read(query)).at(0)
    return { seeds: listOf(row?.seeds), likes: listOf(row?.likes) }
  }

  async ping(): Promise<void> {
    await within(PING_TIMEOUT_MS, this.#connection.read(this.#queries.ping()))
  }

  async close(): Promise<void> {
    await Promise.all([this.#connection.close(), this.#replica?.close()])
  }

  /** A racing call that comes second raises the version for nothing, which costs its user one cached answer. */
  *#storeSeeds(userId: number, seeds: readonly string[]): Work<string[]> {
    yield* this.#changeTaste(userId)
    const stored = songIds(yield* run(this.#queries.getSeeds(userId)))
    if (stored.length > 0) return stored
    const createdAt = Date.now()
    const rows = seeds.map((songId, position) => ({
      user_id: userId,
      position,
      song_id: songId,
      created_at: createdAt,
    }))
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT)
      yield* run(compile(this.#build.insertInto('seeds').values(rows.slice(from, from + ROWS_PER_INSERT))))
    return [...seeds]
  }

  *#toggleLike(userId: number, songId: string): Work<boolean> {
    yield* this.#changeTaste(userId)
    const unliked = yield* run(this.#queries.unlike(userId, songId))
    if (unliked.length > 0) return false
    yield* run(this.#queries.like(userId, songId, Date.now()))
    return true
  }

  /**
   * The first step of every change of a taste. It locks the user's row until the transaction ends, so changes of
   * one user come one after the other.
   */
  *#changeTaste(userId: number): Work<void> {
    const changed = yield* run(this.#queries.raiseTasteVersion(userId))
    if (changed.length === 0) throw new StoreError('GONE', 'The account is gone')
  }
}

/** The parts of a history, in their order. */
const PART = { user: 0, seeds: 1, likes: 2 } as const
type Part = (typeof PART)[keyof typeof PART]

type Queries = ReturnType<typeof prepareQueries>

function prepareQueries(build: QueryBuilder, kind: DatabaseKind) {
  const account = [
    'id',
    'username',
    'password_hash as passwordHash',
    'token_generation as tokenGeneration',
    'taste_version as tasteVersion',
  ] as const
  const asJson = (table: 'seeds' | 'likes', order: 'position' | 'id') => {
    const gather = kind === 'sqlite' ? sql`json_group_array` : sql`json_agg`
    const songs = sql`select ${gather}(song_id order by ${sql.ref(order)})
      from ${sql.table(table)} where user_id = users.id`
    return sql<string | null>`cast((${songs}) as text)`.as(table)
  }
  const part = (value: Part) => sql<number>`${sql.lit(value)}`.as('part')

  return {
    createUser: prepare('create_user', (username: string, passwordHash: string, now: number) =>
      build
        .insertInto('users')
        .values({
          username,
          password_hash: passwordHash,
          token_generation: 0,
          taste_version: 0,
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('username').doNothing())
        .returning(account),
    ),

    findUser: prepare('find_user', (username: string) =>
      build.selectFrom('users').select(account).where('username', '=', username),
    ),

    findSession: prepare('find_session', (tokenId: string | null, username: string) =>
      build
        .selectFrom('users')
        .leftJoin('revoked_tokens', (join) => join.on('token_id', '=', tokenId))
        .select(account)
        .select('token_id as revokedId')
        .where('username', '=', username),
    ),

    changePassword: prepare('change_password', (passwordHash: string, id: number) =>
      build
        .updateTable('users')
        .set((row) => ({
          password_hash: passwordHash,
          token_generation: row('token_generation', '+', 1),
        }))
        .where('id', '=', id)
        .returning(account),
    ),

    deleteUser: prepare('delete_user', (id: number) =>
      build.deleteFrom('users').where('id', '=', id).returning('id'),
    ),

    /** Of one moment, for it is one statement; and one row, which both drivers read faster than many. */
    taste: prepare('taste', (id: number) =>
      build
        .selectFrom('users')
        .select(['taste_version as tasteVersion', asJson('seeds', 'position'), asJson('likes', 'id')])
        .where('id', '=', id),
    ),

    /** Of one moment, too: first a row of the user, then one of each seed and of each like, in order. */
    history: prepare('history', (id: number) =>
      build
        .selectFrom('users')
        .select([part(PART.user), 'id as place', 'username as text', 'created_at as createdAt'])
        .where('id', '=', id)
        .unionAll(
          build
            .selectFrom('seeds')
            .select([part(PART.seeds), 'position as place', 'song_id as text', 'created_at as createdAt'])
            .where('user_id', '=', id),
        )
        .unionAll(
          build
            .selectFrom('likes')
            .select([part(PART.likes), 'id as place', 'song_id as text', 'created_at as createdAt'])
            .where('user_id', '=', id),
        )
        .orderBy('part')
        .orderBy('place'),
    ),

    revokeToken: prepare('revoke_token', (tokenId: string, expiresAt: number) =>
      build
        .insertInto('revoked_tokens')
        .values({ token_id: tokenId, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('token_id').doNothing()),
    ),

    sweepTokens: prepare('sweep_tokens', (before: number) =>
      build.deleteFrom('revoked_tokens').where('expires_at', '<', before),
    ),

    getSeeds: prepare('get_seeds', (userId: number) =>
      build.selectFrom('seeds').select('song_id as songId').where('user_id', '=', userId).orderBy('position'),
    ),

    getLikes: prepare('get_likes', (userId: number) =>
      build.selectFrom('likes').select('song_id as songId').where('user_id', '=', userId).orderBy('id'),
    ),

    raiseTasteVersion: prepare('raise_taste_version', (id: number) =>
      build
        .updateTable('users')
        .set((row) => ({ taste_version: row('taste_version', '+', 1) }))
        .where('id', '=', id)
        .returning('id'),
    ),

    unlike: prepare('unlike', (userId: number, songId: string) =>
      build.deleteFrom('likes').where('user_id', '=', userId).where('song_id', '=', songId).returning('id'),
    ),

    like: prepare('like', (userId: number, songId: string, now: number) =>
      build.insertInto('likes').values({ user_id: userId, song_id: songId, created_at: now }),
    ),

    /** Of a table, so that a database that answers but is not ours does not pass. */
    ping: prepare('ping', () => build.selectFrom('redux_migrations').select('name').limit(1)),
  }
}

function listOf(json: string | null | undefined): string[] {
  return json ? JSON.parse(json) : []
}

function songIds(rows: readonly { readonly songId: string }[]): string[] {
  return rows.map(({ songId }) => songId)
}

/** PostgreSQL cannot store NUL, and neither database a lone surrogate: nobody has such a name. */
function canBeStored(username: string): boolean {
  return !/\0|\p{Surrogate}/u.test(username)
}
