/** An account as the rest of the server sees it. */
export interface User {
  readonly id: number
  readonly username: string
}

/** An account with what only a login may look at. */
export interface UserWithPassword extends User {
  readonly passwordHash: string
}

/**
 * Where accounts, likes and seeds live. Any number of servers may share one store, so every method is atomic
 * against all of them, and once a promise resolves the write outlives the process.
 *
 * Methods reject only when the store itself fails; nothing a client sends makes them. Song ids are kept as
 * given: whether a song exists is the caller's question.
 */
export interface Store {
  /**
   * Creates an account.
   *
   * @param username - Unique, compared code point by code point: `Ada` and `ada` are two people.
   * @returns The new user, or `null` when the name is taken. Of calls racing for a name exactly one gets it.
   */
  createUser(username: string, passwordHash: string): Promise<User | null>

  /** The account of that exact name, or `null`. */
  findUser(username: string): Promise<UserWithPassword | null>

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

  /** Lets go of files and connections. Nothing may be called afterwards. */
  close(): Promise<void>
}
