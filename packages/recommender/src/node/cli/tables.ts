import Table from 'cli-table3'
import type {
  Difference,
  ListedVersion,
  Manifest,
  RankingJudgement,
  ReadReport,
  Recommendation,
  Song,
  TrainReport,
  VarietyJudgement,
} from '../../index.js'

/** Draws rows as a table; the first column is left-aligned, columns of numbers are the caller's to format. */
export function drawTable(
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
    report.crossValidation && scoresTable(report.crossValidation, colours),
    ...(report.rankings ?? []).map((judgement) => rankingTable(judgement, colours)),
    report.variety && varietyTable(report.variety, colours),
    tuningText(report.tuning),
    hyperparametersText(report),
    secondsTable(report, colours),
    `Peak memory: ${megabytes(report.peakMemoryBytes)}`,
    `Run: ${report.run}`,
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
  { name: model, folds, ...scores }: NonNullable<TrainReport['crossValidation']>,
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

const TASKS: Readonly<Record<RankingJudgement['task'], string>> = {
  'new-5': 'Held-out newcomers, five songs known',
  known: 'Held-out songs of users',
}

/** How well each model ranks, and how much better than each yardstick the trained one is. */
function rankingTable({ task, nCases, models, against }: RankingJudgement, colours: boolean): string {
  const rows = models.map(({ name, ndcg, recall, coverage, popularity }) => {
    const better = against.find((yardstick) => yardstick.name === name)
    return [
      name,
      bounds(ndcg),
      score(recall.mean),
      score(coverage),
      score(popularity.mean),
      better ? bounds(better.ndcg) : '',
      better ? pValueText(better.pValue) : '',
    ]
  })
  return drawTable(
    [`${TASKS[task]} (${count(nCases)})`, 'NDCG@10', 'recall@20', 'coverage', 'popularity', 'better by', 'p'],
    rows,
    { colours, numbers: [1, 2, 3, 4, 5, 6] },
  )
}

/** What variety costs. */
function varietyTable(variety: readonly VarietyJudgement[], colours: boolean): string {
  const rows = variety.map(({ relevanceWeight, ndcg, lost, diversity }) => [
    relevanceWeight === 1 ? 'none' : `relevance weight ${relevanceWeight}`,
    score(ndcg),
    relevanceWeight === 1 ? '' : bounds(lost),
    score(diversity),
  ])
  return drawTable(['Variety', 'NDCG@10', 'change', 'diversity'], rows, { colours, numbers: [1, 2, 3] })
}

/** A mean and half its 95 % interval. */
function bounds({ mean, low, high }: Difference): string {
  return `${score(mean)} ± ${score((high - low) / 2)}`
}

function pValueText(pValue: number): string {
  return pValue < 0.0001 ? '< 0.0001' : score(pValue)
}

function tuningText(tuning: TrainReport['tuning']): string | undefined {
  if (tuning === undefined) return undefined
  const { nTrials, bestRmse, bestNdcg } = tuning
  const best = bestRmse === undefined ? `NDCG@10 ${score(bestNdcg ?? Number.NaN)}` : `RMSE ${score(bestRmse)}`
  return `Tuning: ${count(nTrials)} trials, best ${best}`
}

/** A line for every model that was trained. */
function hyperparametersText({ model, hyperparameters }: TrainReport): string {
  const lines = new Map<string, string[]>()
  for (const [name, value] of Object.entries(hyperparameters)) {
    const [option = '', owner = model] = name.split('.').reverse()
    lines.set(owner, [...(lines.get(owner) ?? []), `${option} ${value}`])
  }
  return [...lines].map(([owner, values]) => `Model: ${owner}, ${values.join(', ')}`).join('\n')
}

function secondsTable({ seconds }: TrainReport, colours: boolean): string {
  const total = seconds.reduce((sum, phase) => sum + phase.seconds, 0)
  const rows = seconds.map((phase) => [phase.phase, phase.seconds.toFixed(2)])
  return drawTable(['Phase', 'seconds'], [...rows, ['total', total.toFixed(2)]], { colours, numbers: [1] })
}

/** Recommended songs, best first. */
export function recommendationsTable(songs: readonly Recommendation[], colours: boolean): string {
  const rows = songs.map(({ artist, title, distance, because }, row) => [
    String(row + 1),
    artist,
    title,
    distance === null ? '' : distance.toFixed(4),
    because.map(({ songId, share }) => `${songId} ${Math.round(100 * share)} %`).join('; '),
  ])
  return drawTable(['', 'Artist', 'Title', 'distance', 'because'], rows, { colours, numbers: [0, 3] })
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

/** The versions of an artifacts folder. */
export function versionsTable(versions: readonly ListedVersion[], colours: boolean): string {
  const rows = versions.map(({ version, current, createdAt, model, songs, problem }) => [
    version,
    createdAt ?? '',
    model ?? '',
    songs === null ? '' : count(songs),
    current ? 'current' : (problem ?? ''),
  ])
  return drawTable(['Version', 'created', 'model', 'songs', ''], rows, { colours, numbers: [3] })
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
