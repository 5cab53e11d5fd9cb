import { calibrationChart } from '../charts/calibration-curve.js'
import { pitChart } from '../charts/pit.js'
import { figure, percent } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'
import { withoutRun } from './without-run.js'

export function calibrationSection(sources: ReportSources): Section {
  const heading = { id: 'calibration', title: 'How honest the intervals are' }
  const report = sources.run?.report
  if (report === undefined) return { ...heading, lead: withoutRun(sources), parts: [] }
  const { calibration } = report
  if (calibration === undefined)
    return {
      ...heading,
      lead: 'The run says nothing of intervals: none of its models tells how sure it is of a rating.',
      parts: [],
    }
  const { coverage95, width95, levels, pit } = calibration
  return {
    ...heading,
    lead: `Intervals that claim to hold 95 % of the held-out ratings hold ${percent(coverage95)}, and are ${figure(width95)} rating units wide on average. Points below the diagonal are claims too bold, above it too cautious; a histogram higher at its ends says too bold, higher in its middle too cautious.`,
    parts: [
      calibrationChart(levels),
      pitChart(pit),
      {
        caption: 'Claimed and observed coverage of central intervals',
        head: ['Claimed', 'observed', 'difference'],
        rows: levels.map(({ level, observed }) => [
          percent(level, 0),
          percent(observed),
          percent(observed - level),
        ]),
      },
      {
        caption: 'Probability integral transform',
        head: ['Bin', 'share'],
        rows: pit.map((share, bin) => [
          `${(bin / pit.length).toFixed(2)}–${((bin + 1) / pit.length).toFixed(2)}`,
          percent(share),
        ]),
      },
    ],
  }
}
