/** An account as the rest of the server sees it. */
export interface User {
  readonly id: number
  readonly username: string
  /** Grows by one with every change of the user's seeds or likes. */
  readonly tasteVersion: number
}

/** An account with what only signing in and out may look at. */
export interface Account extends User {
  readonly passwordHash: string
  /** Grows by one with every password change; tokens of an older one are refused. */
  readonly tokenGeneration: number
}

/** A song and when it was chosen. */
export interface TimedSong {
  readonly songId: string
  /** UTC milliseconds since 1970. */
  readonly createdAt: number
}

/** Everything the store knows of a user, but for the password. */
export interface AccountExport {
  readonly username: string
  /** UTC milliseconds since 1970. */
  readonly createdAt: number
  /** In the order they were given. */
  readonly seeds: readonly TimedSong[]
  /** In the order of liking. */
  readonly likes: readonly TimedSong[]
}

/**
 * Where accounts, likes and seeds live. Any number of servers may share one store, so every method is atomic
 * against all of them, and once a promise resolves the write outlives the process.
 *
 * Song ids are kept as given: whether a song exists is the caller's question. Text that is kept must be free of
 * NUL, which PostgreSQL cannot store; nothing else a client sends makes a method reject.
 *
 * @throws {@link StoreError} from every method: UNAVAILABLE or FULL when the database fails; GONE from those that
 *   write for an account that was deleted meanwhile.
 */
export interface Store {
  /**
   * Creates an account.
   *
   * @param username - Unique, compared code point by code point: `Ada` and `ada` are two people.
   * @returns The new account, or `null` when the name is taken. Of calls racing for a name exactly one gets it.
   */
  createUser(username: string, passwordHash: string): Promise<Account | null>

  /** The account of that exact name, or `null`. */
  findUser(username: string): Promise<Account | null>

  /**
   * The account of a name and whether the token is revoked, in one query; for every authenticated request.
   *
   * @param tokenId - `null` for a token that has none, and so cannot be revoked by it.
   * @returns `null` when nobody has that name.
   */
  findSession(username: string, tokenId: string | null): Promise<Session | null>

  /**
   * Gives an account another password, and raises its {@link Account.tokenGeneration}.
   *
   * @returns The account as it is now, or `null` if it is gone.
   */
  changePassword(userId: number, passwordHash: string): Promise<Account | null>

  /**
   * Deletes an account and everything that belongs to it. Its id is never given to anybody else.
   *
   * @returns Whether there was such an account.
   */
  deleteUser(userId: number): Promise<boolean>

  /** Everything that is stored of a user, as of one moment, or `null` if the account is gone. */
  exportUser(userId: number): Promise<AccountExport | null>

  /**
   * Takes note that a token is no longer good. Once is enough, and more does no harm. Ids of tokens that have
   * expired long since are swept out on the way.
   *
   * @param expiresAt - When the token would have expired by itself, UTC milliseconds since 1970.
   */
  revokeToken(tokenId: string, expiresAt: number): Promise<void>

  /** The seeds stored for a user in the order they were given; empty when none were stored yet. */
  getSeeds(userId: number): Promise<string[]>

  /**
   * Stores a user's seeds unless some are stored already: the first writer wins, whole or not at all.
   *
   * @param songIds - At least one, no duplicates.
   * @returns The stored seeds, the caller's own or the first writer's; every racing caller gets the same.
   */
  storeSeedsOnce(userId: number, songIds: readonly string[]): Promise<string[]>

  /** The songs a user likes, the one liked first at the front. */
  getLikes(userId: number): Promise<string[]>

  /**
   * Likes the song, or takes the like back.
   *
   * @returns Whether the song is liked now. Of n concurrent calls on an unliked song, ceil(n / 2) return `true`.
   */
  toggleLike(userId: number, songId: string): Promise<boolean>

  /**
   * Seeds and likes of one moment, ordered as {@link Store.getSeeds} and {@link Store.getLikes} have them and at
   * least as new as `user.tasteVersion`. May come from the read replica when that is new enough. Both empty if
   * the account is gone.
   */
  getTaste(user: Pick<User, 'id' | 'tasteVersion'>): Promise<StoredTaste>

  /** Resolves if the database answers. Rejects within two seconds if it does not. */
  ping(): Promise<void>

  /** Lets go of files and connections. Nothing may be called afterwards, but for `close` itself. */
  close(): Promise<void>
}

/** Who a token belongs to. */
export interface Session {
  readonly account: Account
  /** Whether {@link Store.revokeToken} was called for the token. */
  readonly revoked: boolean
}

/** What is stored of a user's taste. */
export interface StoredTaste {
  readonly seeds: string[]
  readonly likes: string[]
}
