import type { Chart } from './charts/chart.js'
import type { Html } from './page/html.js'
import type { Table } from './page/table.js'
import type { ReportSources } from './sources.js'

/** One part of a report: what to see, and the charts and tables to see it in. */
export interface Section {
  /** Its anchor. */
  readonly id: string
  readonly title: string
  /** One or two sentences; for a section without parts, why there are none. */
  readonly lead: string
  /** In order; charts that follow each other stand side by side where there is room. */
  readonly parts: readonly (Chart | Table | Html)[]
}

/** Makes one section of what there is. */
export type MakeSection = (sources: ReportSources) => Section | Promise<Section>
