import { type IndexFlatIP, readIndex } from '@redux/ann'
import { recallTimeChart } from '../charts/recall-time.js'
import { type IndexMeasurement, measureIndexes } from '../measure/measure-indexes.js'
import { count, percent } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

export function indexesSection({ artifact }: ReportSources): Section {
  const heading = { id: 'indexes', title: 'Indexes: recall against time' }
  if (artifact === undefined)
    return { ...heading, lead: 'No version was given, so there are no vectors to search.', parts: [] }
  const { vectors, d } = readIndex(artifact.index) as IndexFlatIP
  const n = vectors.length / d
  const measured = measureIndexes(vectors.slice(), d)
  if (measured.length === 0)
    return {
      ...heading,
      lead: `With ${count(n)} vectors there is nothing to weigh up: an exact search takes next to no time.`,
      parts: [],
    }
  return {
    ...heading,
    lead: `What other indexes would find of the ten nearest that an exact search finds among the ${count(n)} vectors of this version, and how long one query takes; the numbers in the chart are lists probed. Higher and further left is better; these times were measured as this report was made and are all in it that another run may show otherwise.`,
    parts: [recallTimeChart(measured), table(measured)],
  }
}

function table(measured: readonly IndexMeasurement[]) {
  return {
    caption: 'Every setting that was measured',
    head: ['Index', 'lists probed', 'recall@10', 'median µs a query', 'bytes a vector'],
    rows: measured.map(({ kind, nprobe, recall, microseconds, bytes }) => [
      kind,
      nprobe ?? '–',
      percent(recall),
      microseconds.toFixed(0),
      bytes.toFixed(0),
    ]),
  }
}
