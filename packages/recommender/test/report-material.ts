import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createStudy, JournalStorage, RandomSampler } from '@redux/hyperopt'
import type { ArtifactContent } from '../src/artifact/artifact.js'
import { createRandom } from '../src/random.js'
import { description, indexFile } from './artifact-small-content.js'

/** Titles and names that want to be markup, or to turn the page around. */
export const HOSTILE = [
  '<script>document.title = "owned"</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</text></svg><b>out',
  '&lt;already&gt; &amp; escaped',
  'مرحبا بالعالم',
  '\u202Eright to left',
  '👩‍👩‍👧‍👦 family 🎧',
  '{{datum.x}} datum.x',
  'null \u0000 byte and \u0007 bell',
]

/** Content whose most popular songs, artists and users have {@link HOSTILE} names; two tastes, by even and odd. */
export function hostileContent({ users = 30, items = 120, nFactors = 6 } = {}): ArtifactContent {
  const random = createRandom(1)
  const songs = Array.from({ length: items }, (_, i) => {
    const artist = HOSTILE[i] ?? `Artist ${i % 20}`
    const title = HOSTILE[(i + 1) % items] ?? `Title ${i}`
    return {
      songId: `${artist} - ${title} ${i}`,
      artist,
      title,
      plays: 3 * (items - i),
      listeners: items - i,
    }
  })
  const vectors = (n: number) =>
    Float32Array.from({ length: n * nFactors }, (_, at) => {
      const isEven = Math.floor(at / nFactors) % 2 === 0
      return (at % nFactors === (isEven ? 0 : 1) ? 1 : 0) + 0.4 * (random() - 0.5)
    })
  const itemFactors = vectors(items)
  const known = Array.from({ length: users }, (_, u) => 3 + (u % 12))
  const historyOffsets = Int32Array.from([0, ...known.map((_, u) => sum(known.slice(0, u + 1)))])
  const historyItems = Int32Array.from(
    known.flatMap((n, u) => Array.from({ length: n }, (_, i) => (2 * i + u) % items)),
  )
  const counts = { users, items, pairs: historyItems.length, createdAt: '2026-11-21T10:15:00Z' }
  return {
    manifest: { ...description(counts), run: 'run-1' },
    catalogue: songs,
    userIds: Array.from({ length: users }, (_, u) => HOSTILE[u] ?? `user ${u}`),
    userFactors: vectors(users),
    itemFactors,
    userBiases: new Float32Array(users),
    itemBiases: new Float32Array(items),
    historyOffsets,
    historyItems,
    index: indexFile(itemFactors, nFactors),
  }
}

const interval = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.01 })

/** The `report.json` of a run, every part there. */
export function runReport() {
  const scores = (meanRmse: number) => ({
    rmse: [meanRmse - 0.01, meanRmse + 0.01],
    mae: [meanRmse / 2, meanRmse / 2],
    meanRmse,
    meanMae: meanRmse / 2,
  })
  const model = (name: string, mean: number, coverage: number) => ({
    ...{ name, coverage, popularity: interval(0.9) },
    ...{ ndcg: interval(mean), recall: interval(mean / 2) },
  })
  return {
    crossValidation: {
      ...{ name: 'bayes', folds: 2, model: scores(0.8) },
      ...{ globalMean: scores(1.1), biasOnly: scores(0.9) },
    },
    calibration: {
      ...{ coverage95: 0.944, width95: 3.21, pit: Array.from({ length: 10 }, () => 0.1) },
      levels: [0.5, 0.8, 0.95].map((level) => ({ level, observed: level - 0.006 })),
    },
    rankings: [
      {
        ...{ task: 'known', nCases: 321 },
        models: [model('auto', 0.3, 0.4), model('popularity', 0.1, 0.01)],
        // One case tells no interval, and JSON has no NaN.
        against: [{ name: 'popularity', ndcg: { mean: 0.2, low: null, high: null }, pValue: 1.2e-9 }],
      },
    ],
    variety: [1, 0.9, 0.8].map((relevanceWeight) => ({
      ...{ relevanceWeight, ndcg: 0.2 + relevanceWeight / 10 },
      ...{ lost: interval(relevanceWeight / 10 - 0.1), diversity: 1 - relevanceWeight / 2 },
    })),
    seconds: [
      { phase: 'read', seconds: 0.5 },
      { phase: 'fit', seconds: 1.25 },
    ],
    peakMemoryBytes: 123_000_000,
  }
}

/** Records a run as `localTracker` does. */
export function writeRun(folder: string, report: unknown = runReport()): void {
  mkdirSync(join(folder, 'metrics', 'ials'), { recursive: true })
  mkdirSync(join(folder, 'artifacts'), { recursive: true })
  const lines = [5, 4, 3.5, 3.25].map((value, i) => JSON.stringify({ step: i + 1, value, time: '' }))
  // The process died while it wrote the last line.
  writeFileSync(join(folder, 'metrics', 'ials', 'loss.ndjson'), `${lines.join('\n')}\n{"step":5,"va`)
  writeFileSync(join(folder, 'metrics', 'rmse.ndjson'), `${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'artifacts', 'report.json'), JSON.stringify(report))
}

/** What `redux evaluate --json` prints. */
export function evaluationJson(name = 'listens.csv') {
  const metric = (mean: number) => ({ ...interval(mean), standardError: 0.01, halfWidth: 0.01 })
  const model = (modelName: string, mean: number) => ({
    ...{ name: modelName, description: `the model ${modelName}`, coverage: mean, gini: 0.5 },
    metrics: { ndcg: metric(mean), recall: metric(mean), popularity: metric(0.8) },
    seconds: { fit: 1, score: 1 },
  })
  return {
    ...{ kind: 'evaluation', formatVersion: 1, libraryVersion: '0.1.0', createdAt: '2026-11-21T10:15:00Z' },
    data: {
      ...{ name, sha256: 'cd'.repeat(32), format: 'lastfm', kind: 'plays', threshold: null },
      ...{ rows: 4800, pairs: 2000, users: 80, items: 96, positives: 2000 },
    },
    protocol: {
      ...{ name: 'new-user', task: 'new-5', description: 'newcomers', split: null, seed: 0, nSplits: 1 },
      ...{ nCases: 77, nUsers: 77, catalogueSize: 96, k: 10, recallK: 20 },
    },
    models: [model('linear', 0.31), model('popularity', 0.12)],
    baseline: 'popularity',
    comparisons: [
      {
        ...{ model: 'linear', metric: 'ndcg', difference: metric(0.19) },
        ...{ pValue: { t: 0.002, wilcoxon: 0.003 }, corrected: { t: 0.004, wilcoxon: 0.006 } },
      },
    ],
  }
}

/** Writes a journal with a study of 40 trials, of which some failed. */
export async function writeJournal(path: string): Promise<void> {
  const study = createStudy({
    direction: 'maximize',
    studyName: 'a study of <rates>',
    storage: new JournalStorage(path),
    sampler: new RandomSampler({ seed: 1 }),
  })
  await study.optimize(
    (trial) => {
      const rate = trial.suggestFloat('learning.rate', 0.001, 1, { log: true })
      const kind = trial.suggestCategorical('<b>kind</b>', ['plain', 'bm25'])
      if (trial.number % 10 === 9) return Number.NaN
      return 1 - (Math.log10(rate) + 2) ** 2 + (kind === 'bm25' ? 0.1 : 0)
    },
    { nTrials: 40 },
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
