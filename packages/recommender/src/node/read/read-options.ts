/** The file formats that are read. `csv` is any delimited text whose columns are named by `columns`. */
export type DataFormat = 'lastfm' | 'movielens-data' | 'movielens-csv' | 'movielens-dat' | 'hetrec' | 'csv'

/** Which columns of a generic CSV hold what, by header name. Exactly one of `rating`, `plays` or neither. */
export interface CsvColumns {
  readonly user: string
  /** The item's id; or leave it out and name `artist` and `track`. */
  readonly item?: string
  readonly artist?: string
  readonly track?: string
  /** What the user said of the item. */
  readonly rating?: string
  /** How often, when rows are already counted; without `rating` and `plays` each row is one play. */
  readonly plays?: string
}

export interface ReadOptions {
  /** @defaultValue 'auto': told by the file's first lines, or `csv` when `columns` is given. */
  readonly format?: 'auto' | DataFormat
  /** Needed by (and only by) the format `csv`. */
  readonly columns?: CsvColumns
  /**
   * `utf-8` counts a row as bad when a needed field holds bytes that are none.
   *
   * @defaultValue 'auto': UTF-8 when every byte fits it, else latin-1 (Windows-1252).
   */
  readonly encoding?: 'auto' | 'utf-8' | 'latin-1'
  /** Called after each chunk of rows. Bytes are those on disk: `bytesRead` ends at `bytesTotal`. Must not throw. */
  readonly onProgress?: (progress: {
    readonly bytesRead: number
    readonly bytesTotal: number
    readonly rows: number
  }) => void
  /** Stops the reading at the next chunk, which then rejects with `ABORTED`. */
  readonly signal?: AbortSignal
}
