import { checkNames } from '../../options.js'
import { renderReport } from '../render-report.js'
import { readSources, type SourcePaths } from './read-sources.js'
import { checkTarget, writePage } from './write-page.js'

/** What to report on, and where to. */
export interface ReportOptions extends SourcePaths {
  /** @defaultValue 'report.html' */
  readonly out?: string
  /** Whether to overwrite a file that is no report. @defaultValue false */
  readonly force?: boolean
}

/** A report that was written. */
export interface WrittenReport {
  readonly path: string
  readonly bytes: number
}

/** What `report` does unless told otherwise. */
export const REPORT_DEFAULTS = { out: 'report.html', force: false } as const

const OPTIONS = ['source', 'evaluation', 'study', 'data', 'columns', 'runs', 'out', 'force']

/**
 * Writes a report on a version, an evaluation or a study: one HTML page that needs no network and no script. The same
 * sources give the same page but for the times of the indexes, which are measured.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE, EMPTY_DATA, UNREADABLE, UNKNOWN_FORMAT or BAD_ARTIFACT for
 *   what is to be read; INVALID_OPTION, also if `out` is there and is no report; and as `readInteractions` for `data`.
 * @example
 * await report({ source: 'artifacts', out: 'report.html' })
 */
export async function report(options: ReportOptions): Promise<WrittenReport> {
  checkNames(options, OPTIONS)
  const { out = REPORT_DEFAULTS.out, force = REPORT_DEFAULTS.force, ...paths } = options
  await checkTarget(out, force)
  const page = await renderReport(await readSources(paths))
  await writePage(out, page)
  return { path: out, bytes: new TextEncoder().encode(page).length }
}
