import { createStudy, RandomSampler } from '@redux/hyperopt'
import { describe, expect, it } from 'vitest'
import type { Artifact } from '../src/artifact/artifact.js'
import { decodeArtifact } from '../src/artifact/decode-artifact.js'
import { encodeArtifact } from '../src/artifact/encode-artifact.js'
import { createRandom } from '../src/random.js'
import { binsByRatio } from '../src/report/charts/histogram.js'
import { measureIndexes } from '../src/report/measure/measure-indexes.js'
import { giniOf, medianOf, portraitOf, topShare } from '../src/report/measure/portrait.js'
import { sampleListeners } from '../src/report/measure/sample-listeners.js'
import { bestSoFar, pathsOf } from '../src/report/measure/study-paths.js'
import { labelsOf, tasteMapOf } from '../src/report/measure/taste-map.js'
import { hostileContent } from './report-material.js'

async function hostileArtifact(): Promise<Artifact> {
  return decodeArtifact((await encodeArtifact(hostileContent())).files)
}

/** Points in `k` far apart clusters; point `i` is of cluster `i % k`. */
function clusteredPoints(n: number, d: number, k: number): Float32Array {
  const random = createRandom(3)
  return Float32Array.from({ length: n * d }, (_, at) => {
    const cluster = Math.floor(at / d) % k
    return (at % d === cluster ? 2 : 0) + 0.3 * (random() - 0.5)
  })
}

describe('the taste map', () => {
  it('has the most popular first, each in a group of its own kind', async () => {
    const map = tasteMapOf(await hostileArtifact())!
    expect(map.points).toHaveLength(120)
    expect(map.points.map(({ song }) => song.listeners)).toEqual(
      Array.from({ length: 120 }, (_, i) => 120 - i),
    )
    expect(map.groups.reduce((sum, { size }) => sum + size, 0)).toBe(120)
    const kinds = map.points.map(({ group, song }) => `${group} ${song.listeners % 2}`)
    expect(new Set(kinds).size).toBe(map.groups.length)
  })

  it('is not drawn of too few', async () => {
    const { files } = await encodeArtifact(hostileContent({ items: 9 }))
    expect(tasteMapOf(await decodeArtifact(files))).toBeUndefined()
  })

  it('labels what fits, each text once, none on another', async () => {
    const { points } = tasteMapOf(await hostileArtifact())!
    const labels = labelsOf(points, 400, 300, 20)
    expect(labels.length).toBeGreaterThan(3)
    expect(labels.length).toBeLessThanOrEqual(20)
    expect(new Set(labels.map(({ text }) => text)).size).toBe(labels.length)
    for (const [i, a] of labels.entries())
      for (const b of labels.slice(i + 1)) {
        const apart = (7 * (a.text.length + b.text.length)) / 2
        expect(Math.abs(a.x - b.x) * 400 > apart || Math.abs(a.y - b.y) * 300 > 15).toBe(true)
      }
  })
})

describe('measureIndexes', () => {
  const vectors = clusteredPoints(600, 7, 6)

  it('finds everything exactly, more with more probes, and the same every time but for the times', () => {
    const measured = measureIndexes(vectors, 7)
    expect(measured[0]).toMatchObject({ kind: 'exact', recall: 1 })
    expect(new Set(measured.map(({ kind }) => kind))).toEqual(
      new Set(['exact', 'scalar quantizer', 'IVFFlat', 'IVFPQ']),
    )
    const flat = measured.filter(({ kind }) => kind === 'IVFFlat').map(({ recall }) => recall)
    expect(flat).toEqual(flat.toSorted((a, b) => a - b))
    expect(flat.at(-1)).toBeGreaterThan(flat[0]!)
    for (const { microseconds } of measured) expect(microseconds).toBeGreaterThan(0)
    const timeless = (all: typeof measured) => all.map(({ microseconds: _, ...rest }) => rest)
    expect(timeless(measureIndexes(vectors, 7))).toEqual(timeless(measured))
  })

  it('measures nothing where an exact search takes no time', () => {
    expect(measureIndexes(vectors.subarray(0, 255 * 7), 7)).toEqual([])
  })
})

describe('the portrait', () => {
  it('has the same numbers of the data as of what a version keeps of them', async () => {
    const artifact = await hostileArtifact()
    const { historyItems, historyOffsets, userIds, catalogue } = artifact
    const interactions = {
      kind: 'plays' as const,
      userIds,
      itemIds: catalogue.map(({ songId }) => songId),
      offsets: historyOffsets,
      items: historyItems,
      values: new Float32Array(historyItems.length).fill(2),
    }
    const report = { name: 'listens.csv.gz', rows: 12 } as never
    const ofData = portraitOf({ data: { interactions, report } })!
    const ofVersion = portraitOf({ artifact })!
    expect(ofData).toMatchObject({ name: 'listens.csv.gz', rows: 12, users: 30, pairs: ofVersion.pairs })
    expect(ofData.perUser).toEqual(ofVersion.perUser)
    expect(ofData.perUser[0]).toBe(14)
    expect(ofData.playsPerUser?.[0]).toBe(28)
    expect(ofVersion.listeners[0]).toBe(120)
  })

  it('measures unevenness', () => {
    expect(giniOf([1, 1, 1, 1])).toBeCloseTo(0)
    expect(giniOf([4, 0, 0, 0])).toBeCloseTo(0.75)
    expect(topShare([6, 2, 1, 1], 0.25)).toBeCloseTo(0.6)
    expect(medianOf([9, 5, 1])).toBe(5)
  })
})

describe('binsByRatio', () => {
  it('counts everything once, in bins that end at 1, 2, 5, 10 …', () => {
    const bins = binsByRatio([3, 5, 6, 10, 11, 999])
    expect(bins.filter(({ count }) => count > 0)).toEqual([
      { label: '3–5', count: 2 },
      { label: '6–10', count: 2 },
      { label: '11–20', count: 1 },
      { label: '501–1000', count: 1 },
    ])
    expect(bins[0]?.label).toBe('3–5')
  })
})

describe('sampleListeners', () => {
  it('takes ten users from those who know little to those who know much, with what they are given', async () => {
    const listeners = sampleListeners(await hostileArtifact(), undefined)
    expect(listeners).toHaveLength(10)
    const known = listeners.map(({ nKnown }) => nKnown)
    expect(known).toEqual(known.toSorted((a, b) => a - b))
    for (const { given, known: some } of listeners) {
      expect(given).toHaveLength(5)
      expect(given.some(({ because }) => because.length > 0)).toBe(true)
      for (const { songId } of given) expect(some).not.toContain(songId)
    }
  })
})

describe('the paths of a study', () => {
  it('follow the direction of the study, and lie on axes by ratio where the range does', async () => {
    const study = createStudy({ direction: 'minimize', sampler: new RandomSampler({ seed: 2 }) })
    await study.optimize(
      (trial) => {
        const rate = trial.suggestFloat('rate', 0.001, 1000, { log: true })
        const kind = trial.suggestCategorical('kind', ['a', 'b', 'c'])
        return trial.number === 3 ? Number.NaN : Math.log10(rate) ** 2 + (kind === 'b' ? 0 : 0.1)
      },
      { nTrials: 20 },
    )
    const best = bestSoFar(study)
    expect(best).toHaveLength(19)
    expect(best.at(-1)?.best).toBe(study.bestTrial.value)
    expect(best.map((trial) => trial.best)).toEqual(best.map((trial) => trial.best).toSorted((a, b) => b - a))
    const { axes, paths } = pathsOf(study, ['rate', 'kind', 'not there'])
    expect(axes.map(({ name }) => name)).toEqual(['rate', 'kind', 'value'])
    expect(axes[1]).toMatchObject({ low: 'a', high: 'c' })
    const good = paths.filter(({ isGood }) => isGood).map(({ trial }) => trial)
    expect(good).toHaveLength(2)
    expect(good).toContain(study.bestTrial.number)
    const rates = study.trials
      .filter(({ value }) => value !== null)
      .map(({ params }) => Number(params['rate']))
    const [low, high] = [Math.log(Math.min(...rates)), Math.log(Math.max(...rates))]
    expect(paths[0]?.points[0]?.position).toBeCloseTo((Math.log(rates[0]!) - low) / (high - low))
  })
})
