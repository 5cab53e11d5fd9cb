import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../src/evaluate/evaluate.js'
import type { ModelReport } from '../src/evaluate/report.js'

/** Data sets and splits that are not ours to ship: see their licences. */
const data = process.env['REDUX_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const splits = join(data, '../data-splits')

const lineOf = ({ metrics, coverage }: ModelReport) =>
  [metrics.ndcg, metrics.recall, metrics.precision, metrics.mrr]
    .map(({ mean, halfWidth }) => `${mean.toFixed(4)} ± ${halfWidth?.toFixed(4)}`)
    .concat(coverage.toFixed(3), metrics.popularity.mean.toFixed(3))
    .join(' | ')

describe.skipIf(!existsSync(splits))('evaluate on published data', () => {
  it.each([
    [
      'lastfm-2k/user_artists.dat',
      'lastfm-2k.newuser.seed0.json',
      'new-1',
      '0.2478 ± 0.0292 | 0.2023 ± 0.0208 | 0.2338 ± 0.0262 | 0.4117 ± 0.0413 | 0.001 | 1.000',
      '0.2495 ± 0.0297 | 0.2004 ± 0.0237 | 0.2402 ± 0.0284 | 0.3946 ± 0.0415 | 0.100 | 0.840',
    ],
    [
      'ml-100k/u.data',
      'ml-100k.newuser.seed0.json',
      'new-5',
      '0.4145 ± 0.0382 | 0.3432 ± 0.0301 | 0.3809 ± 0.0345 | 0.7014 ± 0.0562 | 0.008 | 0.996',
      '0.5237 ± 0.0388 | 0.4369 ± 0.0333 | 0.4914 ± 0.0384 | 0.7693 ± 0.0505 | 0.118 | 0.973',
    ],
    [
      'ml-100k/u.data',
      'ml-100k.known.seed0.json',
      'known',
      '0.1605 ± 0.0112 | 0.1923 ± 0.0110 | 0.1260 ± 0.0091 | 0.3460 ± 0.0241 | 0.026 | 0.994',
      '0.2679 ± 0.0141 | 0.3112 ± 0.0143 | 0.1962 ± 0.0115 | 0.4913 ± 0.0253 | 0.134 | 0.973',
    ],
  ] as const)('%s, %s: popularity and kNN score what was published', async (file, split, task, ...lines) => {
    const options = { data: join(data, file), split: join(splits, split), task } as const
    const { models } = await evaluate({ ...options, models: ['popularity', 'knn'] })
    expect(models.map(lineOf)).toEqual(lines)
  })

  it('refuses the split of another data set', async () => {
    const options = { data: join(data, 'ml-100k/u.data'), models: ['popularity'] } as const
    await expect(
      evaluate({ ...options, split: join(splits, 'lastfm-2k.known.seed0.json') }),
    ).rejects.toMatchObject({ code: 'BAD_SPLIT' })
  })
})
