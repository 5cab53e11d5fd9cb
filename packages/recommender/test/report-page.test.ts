import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Artifact } from '../src/artifact/artifact.js'
import { decodeArtifact } from '../src/artifact/decode-artifact.js'
import { encodeArtifact } from '../src/artifact/encode-artifact.js'
import { drawChart } from '../src/report/charts/draw.js'
import { intervalsChart } from '../src/report/charts/intervals.js'
import { evaluationSchema } from '../src/report/evaluation.js'
import { readStudy } from '../src/report/node/read-study.js'
import { renderReport } from '../src/report/render-report.js'
import { type RunRecord, runReportSchema } from '../src/report/run-record.js'
import { smallContent } from './artifact-small-content.js'
import { evaluationJson, HOSTILE, hostileContent, runReport, writeJournal } from './report-material.js'
import { temporaryFolder } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run: RunRecord = {
  id: 'run-1',
  metrics: new Map([['ials/loss', [3, 2, 1].map((value, i) => ({ step: i + 1, value }))]]),
  report: runReportSchema.parse(runReport()),
}
const evaluation = evaluationSchema.parse(evaluationJson('<evaluated>'))

let artifact: Artifact
let full: string

beforeAll(async () => {
  artifact = await decodeArtifact((await encodeArtifact(hostileContent())).files)
  const journal = join(folder, 'study.journal')
  await writeJournal(journal)
  full = await renderReport({ artifact, run, evaluation, study: await readStudy(journal) })
})

/** What stands in a section, tags and all. */
function sectionOf(page: string, id: string): string {
  const start = page.indexOf(`<section id="${id}"`)
  return page.slice(start, page.indexOf('</section>', start))
}

const IDS = [
  ...['data', 'learning', 'folds', 'comparison', 'indexes', 'tuning'],
  ...['calibration', 'trade-offs', 'taste-map', 'listeners', 'reproduce'],
]
const CHARTS: Readonly<Record<string, number>> = {
  ...{ data: 3, learning: 1, folds: 1, comparison: 4, indexes: 0, tuning: 4 },
  ...{ calibration: 2, 'trade-offs': 3, 'taste-map': 2, listeners: 0, reproduce: 0 },
}

describe('a report of everything', () => {
  it('has every section in order, with its charts and tables', () => {
    expect([...full.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)).toEqual(IDS)
    for (const id of IDS)
      expect([id, sectionOf(full, id).split('<svg role="img" aria-label="').length - 1]).toEqual([
        id,
        CHARTS[id],
      ])
    for (const id of IDS.filter((id) => CHARTS[id]! > 0)) expect(sectionOf(full, id)).toContain('<caption')
  })

  it('tells the numbers of its sources', () => {
    expect(sectionOf(full, 'folds')).toContain('the mean RMSE of bayes is 0.8000, 11.1\u00a0% less than')
    expect(sectionOf(full, 'comparison')).toContain('&lt; 0.0001')
    expect(sectionOf(full, 'comparison')).toContain('Evaluation on &lt;evaluated&gt;, task new-5')
    expect(sectionOf(full, 'comparison')).toContain('0.0040')
    expect(sectionOf(full, 'calibration')).toContain('hold 94.4\u00a0%, and are 3.21 rating units wide')
    expect(sectionOf(full, 'tuning')).toContain('finished 36 of 40 trials to maximize')
    expect(sectionOf(full, 'reproduce')).toContain('ab'.repeat(32))
    expect(sectionOf(full, 'reproduce')).toContain('redux train listens.csv.gz --model svd --factors 2')
  })

  it('needs nothing from anywhere, and runs nothing', () => {
    expect(full).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|javascript:/i)
    expect(full).not.toMatch(/\s(src|on[a-z]+)=["'][^"']*["'][^<]*>/)
    expect(full).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect([...full.matchAll(/href="([^"]*)"/g)].every(([, href]) => href!.startsWith('#'))).toBe(true)
  })

  it('shows hostile names as text, in charts, too', () => {
    const listeners = sectionOf(full, 'listeners')
    expect(sectionOf(full, 'taste-map')).toContain('<bdi>مرحبا بالعالم')
    expect(listeners).toContain('&lt;script&gt;document.title')
    expect(full).not.toContain('</text></svg><b>')
    expect(full).not.toContain(HOSTILE[1])
    expect(sectionOf(full, 'taste-map')).toContain('👩‍👩‍👧‍👦')
  })

  it('has one first heading, no level left out, and no id twice', () => {
    const levels = [...full.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1)
    const ids = [...full.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('holds no number that is none', () => {
    expect(full).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('is drawn in colours of the page and no others', () => {
    const colours = [...full.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!)
    expect(colours.length).toBeGreaterThan(100)
    expect(
      [...new Set(colours)].filter((colour) => !/^(var\(--[a-z0-9-]+\)|none|transparent)$/.test(colour)),
    ).toEqual([])
  })

  it('is the same when it is made again', async () => {
    const again = await renderReport({ artifact, run })
    expect(again).toBe(await renderReport({ artifact, run }))
  })
})

describe('a report of a part', () => {
  it('says in a sentence what is missing of a version without its run', async () => {
    const page = await renderReport({ artifact })
    for (const id of ['learning', 'folds', 'calibration', 'trade-offs', 'comparison'])
      expect(sectionOf(page, id)).toContain('The record of the training run run-1 was not found')
    expect(sectionOf(page, 'tuning')).toContain('No study was given, and the run tuned nothing.')
    expect(sectionOf(page, 'indexes')).toContain('With 120 vectors there is nothing to weigh up')
    expect(sectionOf(page, 'taste-map')).toContain('<svg')
  })

  it('says so of a run that did not come to its end', async () => {
    const page = await renderReport({ artifact, run: { id: 'run-1', metrics: run.metrics } })
    expect(sectionOf(page, 'learning')).toContain('<svg')
    expect(sectionOf(page, 'folds')).toContain('The training run run-1 left no report')
  })

  it('is drawn of the smallest version, too', async () => {
    const { files } = await encodeArtifact(smallContent({ users: 1, items: 1, nFactors: 1 }))
    const page = await renderReport({ artifact: await decodeArtifact(files) })
    expect(sectionOf(page, 'data')).toContain('<svg')
    expect(sectionOf(page, 'taste-map')).toContain('too few vectors')
    expect(sectionOf(page, 'listeners')).toContain('There is nothing left to give.')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('shows an evaluation by itself', async () => {
    const page = await renderReport({ evaluation })
    expect(page).toContain('<h1>Report on &lt;evaluated&gt;</h1>')
    expect(sectionOf(page, 'data')).toContain('4,800 rows')
    expect(sectionOf(page, 'comparison')).toContain('linear − popularity')
    expect(sectionOf(page, 'listeners')).toContain('No version was given')
    expect([...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)).toEqual(IDS)
  })
})

describe('drawChart', () => {
  it('draws a point where there is no interval', async () => {
    const chart = intervalsChart(
      [{ name: 'lone', interval: { mean: 0.5, low: Number.NaN, high: Number.NaN } }],
      {
        title: 'Means',
        x: 'x',
      },
    )
    const { markup } = await drawChart(chart)
    expect(markup).not.toContain('NaN')
    expect(markup).toContain('>lone</text>')
  })

  it('says nothing to anybody while it draws', async () => {
    const said: unknown[] = []
    const { log, warn, error } = console
    const note = (...words: unknown[]) => void said.push(...words)
    Object.assign(console, { log: note, warn: note, error: note })
    try {
      await drawChart(intervalsChart([], { title: 'Nothing', x: 'x' }))
    } finally {
      Object.assign(console, { log, warn, error })
    }
    expect(said).toEqual([])
  })
})
