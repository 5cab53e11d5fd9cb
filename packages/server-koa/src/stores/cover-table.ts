/** What is known of one cover. */
export interface CoverRow {
  /** What the cover belongs to; free of NUL. */
  readonly key: string
  /** `null`: there is none. */
  readonly url: string | null
  /** When a provider was asked, UTC milliseconds since 1970. */
  readonly checkedAt: number
}

/** Where the addresses of covers outlive the process. Shared by any number of servers. */
export interface CoverTable {
  /**
   * Stores rows, each in place of an older one with its key: what was checked last stays. The order of rows does
   * not matter. Not atomic as a whole: of rows that go in by the thousand some may be stored when it rejects.
   *
   * @throws {@link StoreError} UNAVAILABLE or FULL.
   */
  save(rows: readonly CoverRow[]): Promise<void>

  /**
   * Every row by ascending key (code points), a page of at most a thousand at a time. Rows that are saved
   * meanwhile may be among them or not.
   *
   * @throws {@link StoreError} UNAVAILABLE.
   */
  readAll(): AsyncIterable<readonly CoverRow[]>
}
