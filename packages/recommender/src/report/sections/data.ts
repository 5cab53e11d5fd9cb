import { cumulativeShareChart } from '../charts/cumulative-share.js'
import { binsByRatio, histogramChart } from '../charts/histogram.js'
import { longTailChart } from '../charts/long-tail.js'
import { giniOf, medianOf, type Portrait, portraitOf, topShare } from '../measure/portrait.js'
import { count, figure, percent } from '../page/numbers.js'
import type { Table } from '../page/table.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

/** How the kinds of data call things. */
const WORDS = {
  plays: { item: 'song', user: 'listener', rows: 'listens' },
  ratings: { item: 'item', user: 'user', rows: 'ratings' },
} as const

export function dataSection(sources: ReportSources): Section {
  const portrait = portraitOf(sources)
  const heading = { id: 'data', title: 'The data' }
  if (portrait === undefined) return { ...heading, lead: missing(sources), parts: [] }
  const { item, user } = WORDS[portrait.kind]
  const { listeners, perUser, users, items, pairs } = portrait
  const top = topShare(listeners, 0.01)
  return {
    ...heading,
    lead: `The most popular hundredth of the ${item}s has ${percent(top)} of all ${user}–${item} pairs, and ${percent(pairs / (users * items), 2)} of the possible pairs are known. The steeper the tail and the fewer ${item}s a ${user} has, the harder it is to recommend anything but the popular.`,
    parts: [
      longTailChart(listeners, item, user),
      cumulativeShareChart(listeners, item),
      histogramChart(binsByRatio(perUser), {
        title: `How many ${item}s a ${user} has`,
        label: `Histogram of ${item}s per ${user}; the median is ${figure(medianOf(perUser))}.`,
        x: `${item}s of one ${user}`,
        y: `${user}s`,
      }),
      ...listensChart(portrait),
      countsTable(portrait),
    ],
  }
}

function missing({ evaluation }: ReportSources): string {
  if (evaluation === undefined) return 'There is neither a version nor a data file to describe.'
  const { name, rows, users, items, positives } = evaluation.data
  return `The evaluation was of ${name}: ${count(rows)} rows, ${count(users)} users, ${count(items)} items and ${count(positives)} positives. Its distribution takes the file: give it with --data.`
}

/** Listens by listener, which only the data file tells. */
function listensChart({ playsPerUser }: Portrait) {
  if (playsPerUser === undefined) return []
  return [
    histogramChart(binsByRatio(playsPerUser), {
      title: 'How much a listener listens',
      label: `Histogram of listens per listener; the median is ${figure(medianOf(playsPerUser))}.`,
      x: 'listens of one listener',
      y: 'listeners',
    }),
  ]
}

function countsTable(portrait: Portrait): Table {
  const { name, kind, rows, users, items, pairs, listeners, perUser } = portrait
  const { item, user, rows: rowsWord } = WORDS[kind]
  return {
    caption: `${name} in numbers`,
    head: ['What', 'Number'],
    rows: [
      [rowsWord, count(rows)],
      [`${user}s`, count(users)],
      [`${item}s`, count(items)],
      [`${user}–${item} pairs`, count(pairs)],
      ['pairs of all that could be', percent(pairs / (users * items), 3)],
      [`${item}s of a ${user}: median, most`, `${count(medianOf(perUser))}, ${count(perUser[0] ?? 0)}`],
      [`${user}s of a ${item}: median, most`, `${count(medianOf(listeners))}, ${count(listeners[0] ?? 0)}`],
      [`Gini index of the ${item}s' ${user}s`, giniOf(listeners).toFixed(3)],
    ],
  }
}
