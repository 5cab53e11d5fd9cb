import type { CoverRow, CoverTable } from '../stores/cover-table.js'

/** Rows that may wait to be saved; the oldest are let go first. */
const MAX_UNSAVED = 1000
const REREAD_MS = 30_000

export interface CoverArchiveOptions {
  /** Gets every page of the table; answers whether more is wanted. */
  readonly onRows: (rows: readonly CoverRow[]) => boolean
  readonly onFailure: (error: unknown) => void
}

/** The cover table behind the answers: read once in the background, written in batches. Never rejects. */
export class CoverArchive {
  readonly #table: CoverTable
  readonly #options: CoverArchiveOptions
  readonly #unsaved = new Map<string, CoverRow>()
  #reading: Promise<void>
  #saving: Promise<void> | undefined
  #rereadTimer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(table: CoverTable, options: CoverArchiveOptions) {
    this.#table = table
    this.#options = options
    this.#reading = this.#readAll()
  }

  /** Resolves when the table has been read, or could not be; then it is read again later. */
  get read(): Promise<void> {
    return this.#reading
  }

  /** Saves a row soon, together with others that come while the table is busy. */
  add(row: CoverRow): void {
    this.#unsaved.set(row.key, row)
    if (this.#unsaved.size > MAX_UNSAVED) this.#unsaved.delete(this.#unsaved.keys().next().value!)
    this.#saving ??= this.#saveAll()
  }

  /** Resolves when nothing is being read or saved. */
  async settled(): Promise<void> {
    await this.#reading
    await this.#saving
  }

  /** Reads no more. Rows that were added are still saved. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#rereadTimer)
  }

  async #readAll(): Promise<void> {
    try {
      for await (const rows of this.#table.readAll())
        if (!this.#options.onRows(rows) || this.#isClosed) return
    } catch (error) {
      this.#options.onFailure(error)
      if (this.#isClosed) return
      const again = () => {
        this.#reading = this.#readAll()
      }
      this.#rereadTimer = setTimeout(again, REREAD_MS).unref()
    }
  }

  async #saveAll(): Promise<void> {
    while (this.#unsaved.size > 0) {
      const rows = [...this.#unsaved.values()]
      this.#unsaved.clear()
      try {
        await this.#table.save(rows)
      } catch (error) {
        this.#options.onFailure(error)
      }
    }
    this.#saving = undefined
  }
}
