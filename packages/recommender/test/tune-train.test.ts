import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FEW_SEED_LINEAR_DEFAULTS, knownUsers, newUsers } from '@redux/svd'
import { afterAll, describe, expect, it } from 'vitest'
import { readInteractions, train } from '../src/index.js'
import { materialOf } from '../src/train/material.js'
import { Phases } from '../src/train/phases.js'
import { tuneModel } from '../src/tune/tune-model.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = writeSmallLog(folder)
const out = join(folder, 'artifacts')
// With this one, the defaults of the linear model are not the best of the trials.
const seed = 5

/** What a search in training is to find, on what the model is not judged by. */
async function found(model: 'svd' | 'linear' | 'ials', nTrials: number) {
  const { ratings, positives } = materialOf((await readInteractions(data)).interactions, seed)
  const split = model === 'ials' ? knownUsers : newUsers
  const seen = { ratings, positives: split(positives.ratings, { seed }).train }
  return tuneModel(model, seen, { nTrials, seed }, new Phases(), () => {})
}

describe('train with trials', () => {
  it('linear is fitted with what it finds', async () => {
    const { hyperparameters, tuning } = await train({
      data,
      out,
      model: 'linear',
      nTrials: 4,
      seed,
      folds: 0,
    })
    const best = await found('linear', 4)
    expect(best.parameters['regularization']).not.toBe(FEW_SEED_LINEAR_DEFAULTS.regularization)
    expect(hyperparameters).toMatchObject(best.parameters)
    expect(tuning).toEqual({ nTrials: 4, bestNdcg: best.value })
  })

  it('svd is fitted with what it finds', async () => {
    const { hyperparameters, tuning } = await train({ data, out, model: 'svd', nTrials: 4, seed, folds: 0 })
    const best = await found('svd', 4)
    expect(hyperparameters).toEqual({ ...best.parameters, seed })
    expect(tuning).toEqual({ nTrials: 4, bestRmse: best.value })
  })

  it('auto tunes the model for newcomers and that for users of the data', async () => {
    const { hyperparameters, tuning, run } = await train({ data, out, nTrials: 2, seed, folds: 0 })
    const [linear, ials] = [await found('linear', 2), await found('ials', 2)]
    expect(hyperparameters).toMatchObject({
      ...Object.fromEntries(
        Object.entries(linear.parameters).map(([name, value]) => [`linear.${name}`, value]),
      ),
      ...Object.fromEntries(Object.entries(ials.parameters).map(([name, value]) => [`ials.${name}`, value])),
    })
    expect(tuning).toEqual({ nTrials: 2, bestNdcg: linear.value })
    const metrics = join(folder, 'runs', run, 'metrics', 'tune')
    expect(readdirSync(metrics)).toEqual(['ials', 'linear'])
    expect(
      readFileSync(join(metrics, 'ials', 'value.ndjson'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(2)
  })

  it('bayes tunes both of its models', async () => {
    const { hyperparameters, tuning } = await train({ data, out, model: 'bayes', nTrials: 1, seed, folds: 0 })
    const { value, parameters } = await found('linear', 1)
    expect(hyperparameters).toMatchObject({ 'linear.keepRate': parameters['keepRate'], 'bayes.nFactors': 16 })
    expect(tuning).toEqual({ nTrials: 1, bestNdcg: value, bestRmse: expect.closeTo(0.156, 2) })
  })

  it('judges the model that it has found', async () => {
    const options = { data, out, model: 'linear', seed, folds: 2 } as const
    const tuned = await train({ ...options, nTrials: 4 })
    const same = await train({ ...options, regularization: Number(tuned.hyperparameters['regularization']) })
    const plain = await train(options)
    const ndcg = ({ rankings }: typeof tuned) => rankings![0].models[0].ndcg.mean
    expect(tuned.hyperparameters['keepRate']).not.toBe(plain.hyperparameters['keepRate'])
    expect([ndcg(same), ndcg(plain)]).not.toContain(ndcg(tuned))
  })
})
