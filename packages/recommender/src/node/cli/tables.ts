import Table from 'cli-table3'
import type { Manifest, ReadReport, Recommendation, Song, TrainReport } from '../../index.js'

/** Draws rows as a table; the first column is left-aligned, columns of numbers are the caller's to format. */
function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colours = false, numbers = [] as readonly number[] } = {},
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (numbers.includes(column) ? 'right' : 'left')),
    style: { head: colours ? ['bold'] : [], border: colours ? ['gray'] : [], compact: true },
  })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}

/** Everything a training run has to tell, top to bottom. */
export function trainText(report: TrainReport, colours: boolean): string {
  const parts = [
    dataTable(report, colours),
    badRowsText(report.data.read),
    report.crossValidation && scoresTable(report.model, report.crossValidation, colours),
    report.tuning &&
      `Tuning: ${count(report.tuning.nTrials)} trials, best RMSE ${score(report.tuning.bestRmse)}`,
    hyperparametersText(report),
    secondsTable(report, colours),
    `Peak memory: ${megabytes(report.peakMemoryBytes)}`,
    `Version: ${report.folder}`,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join('\n')
}

function dataTable({ data }: TrainReport, colours: boolean): string {
  const { read } = data
  const rows = [
    ['file', `${read.name} (${read.format}, ${read.encoding}${read.gzip ? ', gzip' : ''})`],
    [read.format === 'lastfm' ? 'listens' : 'rows', count(read.rows)],
    ['user-song pairs', count(data.pairs)],
    ['songs', count(data.items)],
    ['users', count(data.users)],
    ['rows left out', count(read.badRows)],
    [
      'rating',
      `mean ${data.ratingMean.toFixed(5)}, standard deviation ${data.ratingStandardDeviation.toFixed(5)}`,
    ],
  ]
  return drawTable(['Data', ''], rows, { colours })
}

/** The first rows that were left out, and why; nothing when there are none. */
function badRowsText({ badRows, firstBadRows }: Pick<ReadReport, 'badRows' | 'firstBadRows'>): string {
  if (badRows === 0) return ''
  const lines = firstBadRows.map(({ line, column, reason }) => `  line ${line}: ${column} ${reason}`)
  const rest = badRows - firstBadRows.length
  if (rest > 0) lines.push(`  and ${count(rest)} more`)
  return [`Rows left out: ${count(badRows)}`, ...lines].join('\n')
}

function scoresTable(
  model: string,
  { folds, ...scores }: NonNullable<TrainReport['crossValidation']>,
  colours: boolean,
): string {
  const foldNames = Array.from({ length: folds }, (_, fold) => `fold ${fold + 1}`)
  const rows = [
    [model, scores.model],
    ['bias only', scores.biasOnly],
    ['global mean', scores.globalMean],
  ] as const
  return drawTable(
    [`RMSE, ${folds}-fold`, 'mean', ...foldNames],
    rows.map(([name, { rmse, meanRmse }]) => [name, score(meanRmse), ...rmse.map(score)]),
    { colours, numbers: foldNames.map((_, fold) => fold + 2).concat(1) },
  )
}

function hyperparametersText({ model, hyperparameters }: TrainReport): string {
  const values = Object.entries(hyperparameters).map(([name, value]) => `${name} ${value}`)
  return `Model: ${model}, ${values.join(', ')}`
}

function secondsTable({ seconds }: TrainReport, colours: boolean): string {
  const total = seconds.reduce((sum, phase) => sum + phase.seconds, 0)
  const rows = seconds.map((phase) => [phase.phase, phase.seconds.toFixed(2)])
  return drawTable(['Phase', 'seconds'], [...rows, ['total', total.toFixed(2)]], { colours, numbers: [1] })
}

/** Recommended songs, best first. */
export function recommendationsTable(songs: readonly Recommendation[], colours: boolean): string {
  const rows = songs.map(({ artist, title, distance }, row) => [
    String(row + 1),
    artist,
    title,
    distance === null ? '' : distance.toFixed(4),
  ])
  return drawTable(['', 'Artist', 'Title', 'distance'], rows, { colours, numbers: [0, 3] })
}

/** Songs of the catalogue, as a search found them. */
export function songsTable(songs: readonly Song[], colours: boolean): string {
  return drawTable(
    ['Artist', 'Title'],
    songs.map(({ artist, title }) => [artist, title]),
    { colours },
  )
}

/** What was checked of an artifact, file by file. */
export function manifestText(manifest: Manifest, colours: boolean): string {
  const { counts, data, model } = manifest
  const files = manifest.files.map(({ name, bytes, sha256 }) => [name, count(bytes), sha256.slice(0, 16)])
  return [
    drawTable(['File', 'bytes', 'sha256 begins'], files, { colours, numbers: [1] }),
    `Counts: ${count(counts.users)} users, ${count(counts.items)} songs, ${counts.nFactors} factors`,
    `Model: ${model.kind}, learned from ${data.name} (${count(data.rows)} rows, ${count(data.pairs)} pairs)`,
    `Version ${manifest.version} is valid: every file has its size, its hash and the counts of the manifest`,
  ].join('\n')
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function score(value: number): string {
  return value.toFixed(5)
}

function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1e6))} MB`
}
