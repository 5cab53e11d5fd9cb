import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createStudy, JournalStorage, loadStudy } from '@redux/hyperopt'
import {
  crossValidate,
  evaluateRanking,
  FewSeedLinear,
  FunkSVD,
  meanInterval,
  newUsers,
  rankingCatalogue,
} from '@redux/svd'
import { afterAll, describe, expect, it } from 'vitest'
import {
  readInteractions,
  TUNED_MODEL_NAMES,
  type TunedModelName,
  type TuneOptions,
  tune,
} from '../src/index.js'
import { trainingPositives } from '../src/train/positives.js'
import { ratingsOf } from '../src/train/prepare.js'
import { resolveTuneOptions } from '../src/tune/resolve-tune-options.js'
import { TUNED_MODELS } from '../src/tune/tuned-models.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = writeSmallLog(folder)
const runs = join(folder, 'runs')
let n = 0
const newJournal = () => join(folder, `journal-${n++}.log`)
const run = (options: Partial<TuneOptions> = {}) =>
  tune({ data, model: 'svd', nTrials: 3, folds: 2, runs, ...options })
const trialsOf = (storage: string) =>
  loadStudy({ storage: new JournalStorage(storage) }).trials.map(({ state, params, value }) => ({
    state,
    params,
    value,
  }))

describe('what can be tuned', () => {
  it.each(TUNED_MODEL_NAMES)('%s has its own parameters within the space, for every task', (name) => {
    const { defaults, space } = TUNED_MODELS[name]
    for (const task of ['known', 'new-5'] as const)
      for (const [parameter, range] of Object.entries(space(task))) {
        const value = (defaults as Record<string, number | string>)[parameter]
        if (range.kind === 'choice') expect(range.choices).toContain(value)
        else {
          expect(value).toBeGreaterThanOrEqual(range.low)
          expect(value).toBeLessThanOrEqual(range.high)
          if (range.step !== undefined) expect(((value as number) - range.low) % range.step).toBe(0)
        }
      }
  })

  it('searches the space of the reference system for svd', () => {
    expect(TUNED_MODELS.svd.space()).toEqual({
      nFactors: { kind: 'int', low: 20, high: 100 },
      nEpochs: { kind: 'int', low: 10, high: 30 },
      learningRate: { kind: 'float', low: 0.002, high: 0.01 },
      regularization: { kind: 'float', low: 0.02, high: 0.1 },
    })
  })

  it('tunes how newcomers are folded in for those only whom ials has not seen', () => {
    expect(Object.keys(TUNED_MODELS.ials.space('new-3'))).toContain('foldInPrior')
    expect(Object.keys(TUNED_MODELS.ials.space('known'))).not.toContain('foldInPrior')
  })
})

describe('tune', () => {
  it('begins with the model as it is and ends with the best of all trials', async () => {
    const report = await run({ nTrials: 4 })
    expect(report).toMatchObject({
      kind: 'tuning',
      model: 'svd',
      metric: 'rmse',
      direction: 'minimize',
      task: null,
    })
    expect(report.defaults).toMatchObject({ number: 0, parameters: { nFactors: 50, nEpochs: 20 } })
    const values = report.top.map(({ value }) => value!)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(report.best).toEqual(report.top[0])
    expect(report.best.value).toBeLessThanOrEqual(report.defaults!.value!)
    expect(report.nTrials).toEqual({ complete: 4, pruned: 0, failed: 0 })
    expect(report.best.folds).toHaveLength(2)
    const shares = Object.values(report.importances!)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  it('means the RMSE of a cross-validation', async () => {
    const report = await run({ nTrials: 1, seed: 3 })
    const ratings = ratingsOf((await readInteractions(data)).interactions).shuffled(3)
    const options = { nFactors: 50, nEpochs: 20, learningRate: 0.005, regularization: 0.02, seed: 3 }
    const { mean } = crossValidate(() => new FunkSVD(options), ratings, { folds: 2, seed: 3 })
    expect(report.best.value).toBeCloseTo(mean.rmse, 12)
  })

  it('means NDCG@10 for users whom the model has not seen', async () => {
    const report = await run({ model: 'linear', nTrials: 1, seed: 3 })
    const { ratings } = trainingPositives((await readInteractions(data)).interactions)
    const values = [3, 4].map((seed) => {
      const { train, cases } = newUsers(ratings, { seed })
      const model = new FewSeedLinear({ seed: 3 }).fit(train)
      const { perCase } = evaluateRanking(model, cases, { catalogue: rankingCatalogue(ratings, train) })
      return meanInterval(perCase.ndcg).mean
    })
    expect(report.best.folds).toEqual(values)
    expect(report.best.value).toBeCloseTo((values[0] + values[1]) / 2, 12)
  })

  it.each([
    ['linear', 'new-5', undefined],
    ['ials', 'known', undefined],
    ['ials', 'new-1', 'new-1'],
    ['knn', 'new-5', undefined],
    ['knn', 'known', 'known'],
  ] as const)('%s is asked for %s', async (model, task, asked) => {
    const report = await run({ model, nTrials: 2, task: asked })
    expect(report).toMatchObject({ model, metric: 'ndcg', direction: 'maximize', task })
    expect(report.best.value).toBeGreaterThan(0.1)
    expect(Object.keys(report.best.parameters)).toEqual(Object.keys(TUNED_MODELS[model].space(task)))
  })

  it('makes the same trials of the same seed, and others of another', async () => {
    const parameters = async (seed: number) => (await run({ seed })).top.map((trial) => trial.parameters)
    expect(await parameters(1)).toEqual(await parameters(1))
    expect(await parameters(1)).not.toEqual(await parameters(2))
  })

  it('draws at random when told to', async () => {
    const tpe = await run({ nTrials: 13, sampler: 'tpe' })
    const random = await run({ nTrials: 13, sampler: 'random' })
    expect(random.sampler).toBe('random')
    expect(random.top).not.toEqual(tpe.top)
  })

  it('gives trials up that are worse than most after a fold', async () => {
    const { nTrials } = await run({ nTrials: 20 })
    expect(nTrials.pruned).toBeGreaterThan(0)
    expect(nTrials.complete + nTrials.pruned).toBe(20)
  })

  it('tells how far it is, never going back, and what is best so far', async () => {
    const told: { phase: string; fraction: number; detail: string }[] = []
    await run({ onProgress: (progress) => told.push(progress) })
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['read', 'tune'])
    const tuning = told.filter(({ phase }) => phase === 'tune')
    const fractions = tuning.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(
      tuning.some(({ detail }) =>
        /^1 of 3 trials; trial 1 runs; .* left; best 0\.\d+ with nFactors 50, /.test(detail),
      ),
    ).toBe(true)
    expect(tuning.at(-1)?.detail).toMatch(/^3 of 3 trials; 0 s left; best/)
  })

  it('runs 50 trials unless told otherwise, or as many as there is time for', () => {
    expect(resolveTuneOptions({ data, model: 'svd' }).nTrials).toBe(50)
    expect(resolveTuneOptions({ data, model: 'svd', timeout: 5 }).nTrials).toBeUndefined()
  })
})

describe('a split file', () => {
  /** A log whose last rows are held out, and the split file that says so. */
  function heldOut(task: 'new-user' | 'known-user', songs: readonly number[]) {
    const rows = readFileSync(data, 'utf8').trimEnd().split('\n')
    const first = rows.length - 1
    const name = (i: number) => (task === 'new-user' ? 'newcomer' : `listener ${i}`)
    const lines = songs.map(
      (song, i) =>
        `${first + i},${name(i)},Artist 9.${song},Genre ${song % 4} Held Out ${song},,31 Jan 2021, 23:34`,
    )
    const path = join(folder, `held-out-${task}-${songs[0]}.csv`)
    writeFileSync(path, `${[...rows, ...lines].join('\n')}\n`)
    return { path, rows: songs.map((_, i) => first + i) }
  }

  async function tuneWithout(
    task: 'new-user' | 'known-user',
    songs: readonly number[],
    model: TunedModelName,
  ) {
    const { path, rows } = heldOut(task, songs)
    const { report } = await readInteractions(path)
    const common = { dataset: 'x', data_sha256: report.sha256, split_seed: 0, task }
    const split = `${path}.split.json`
    const content =
      task === 'new-user'
        ? { ...common, heldout_users: ['newcomer'], cases: [['newcomer', ...rows.slice(0, 5)]] }
        : { ...common, test_rows: rows }
    writeFileSync(split, JSON.stringify(content))
    const { top, ...rest } = await run({ data: path, split, model })
    return {
      top,
      task: rest.task,
      pairs: rest.data.pairs,
      items: rest.data.items,
      split: rest.data.split?.name,
    }
  }

  const some = [1, 2, 3, 4, 5, 6, 7, 8]
  const others = [11, 12, 13, 14, 15, 16, 17, 18]

  it.each([
    ['new-user', 'linear', 'new-5'],
    ['new-user', 'svd', null],
    ['known-user', 'ials', 'known'],
    ['known-user', 'svd', null],
  ] as const)('of a %s split, %s sees nothing that is held out', async (task, model, asked) => {
    const [first, second] = [await tuneWithout(task, some, model), await tuneWithout(task, others, model)]
    const whole = await run({ model, task: asked ?? undefined })
    expect(first.task).toBe(asked)
    expect(first.top).toEqual(second.top)
    expect(first.top.map(({ value }) => value)).toEqual(whole.top.map(({ value }) => value))
    expect([first.pairs, first.items]).toEqual([whole.data.pairs, whole.data.items])
    expect(first.split).not.toBe(second.split)
  })

  it('of other data is refused', async () => {
    const split = join(folder, 'other.json')
    const content = {
      dataset: 'x',
      data_sha256: 'ab'.repeat(32),
      split_seed: 0,
      task: 'known-user',
      test_rows: [1],
    }
    writeFileSync(split, JSON.stringify(content))
    await expect(run({ split })).rejects.toMatchObject({ code: 'BAD_SPLIT' })
  })
})

describe('a study in a journal', () => {
  it('goes on where it ended, as if it had never ended', async () => {
    const [once, twice] = [newJournal(), newJournal()]
    await run({ storage: once, nTrials: 6 })
    await run({ storage: twice, nTrials: 2 })
    const found: number[] = []
    const report = await run({ storage: twice, nTrials: 6, onResume: (count) => found.push(count) })
    expect(found).toEqual([2])
    expect(report.study).toEqual({ name: 'svd', storage: twice, nResumed: 2 })
    expect(trialsOf(twice)).toEqual(trialsOf(once))
  })

  it('has nothing to do when all trials are there', async () => {
    const storage = newJournal()
    await run({ storage, nTrials: 3 })
    const report = await run({ storage, nTrials: 2 })
    expect(report.nTrials.complete).toBe(3)
  })

  it('keeps what was done when it is stopped', async () => {
    const storage = newJournal()
    const controller = new AbortController()
    let nOver = 0
    const stopAtTwo = () => {
      if (++nOver === 2) controller.abort()
    }
    const report = await run({ storage, nTrials: 50, signal: controller.signal, onTrial: stopAtTwo })
    expect(report.stopped).toBe(true)
    expect(report.nTrials.complete).toBe(2)
    expect(trialsOf(storage).map(({ state }) => state)).toEqual(['complete', 'complete'])
    expect((await run({ storage, nTrials: 4 })).study.nResumed).toBe(2)
  })

  it('tries the defaults again when they were stopped', async () => {
    const storage = newJournal()
    const controller = new AbortController()
    const stop = ({ phase, fraction }: { phase: string; fraction: number }) => {
      if (phase === 'tune' && fraction > 0) controller.abort()
    }
    const stopped = run({ storage, signal: controller.signal, onProgress: stop })
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' })
    const { defaults, nTrials } = await run({ storage, nTrials: 2 })
    expect(defaults?.number).toBe(1)
    expect(nTrials).toEqual({ complete: 2, pruned: 0, failed: 1 })
  })

  it('is shared by several models', async () => {
    const storage = newJournal()
    await run({ storage, nTrials: 1 })
    await run({ storage, nTrials: 1, model: 'linear' })
    const names = new JournalStorage(storage).read().studies.map(({ name }) => name)
    expect(names).toEqual(['svd', 'linear new-5'])
  })

  it.each(['a letter\n', 'a letter', '{"op_code": 99}\n'])('leaves %j alone, which is none', async (text) => {
    const storage = newJournal()
    writeFileSync(storage, text)
    await expect(run({ storage })).rejects.toMatchObject({
      code: 'UNKNOWN_FORMAT',
      message: /is no journal of trials/,
    })
    expect(readFileSync(storage, 'utf8')).toBe(text)
  })

  it('is refused for another direction, model, seed or file', async () => {
    const storage = newJournal()
    createStudy({ direction: 'maximize', storage: new JournalStorage(storage), studyName: 'up' })
    await run({ storage, nTrials: 1, study: 'mine' })
    await expect(run({ storage, study: 'up' })).rejects.toThrow(
      /study up in .* has another direction than to minimize/,
    )
    await expect(run({ storage, study: 'mine', seed: 1 })).rejects.toThrow(/has seed 0, not 1/)
    await expect(run({ storage, study: 'mine', model: 'bayes' })).rejects.toThrow(/has model svd, not bayes/)
    const other = writeSmallLog(temporaryFolder(), 2)
    await expect(run({ storage, study: 'mine', data: other })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })

  it('may be a folder no more than a file', async () => {
    await expect(run({ storage: folder })).rejects.toMatchObject({ code: 'NOT_A_FILE' })
  })
})

describe('the record of a run', () => {
  it('has what was searched, the value of every trial, and what was found', async () => {
    const own = join(folder, 'own-runs')
    const storage = newJournal()
    const report = await run({ storage, runs: own, nTrials: 4 })
    expect(readdirSync(own)).toEqual([report.run])
    const read = (name: string) => readFileSync(join(own, report.run, name), 'utf8')
    expect(JSON.parse(read('params.json'))).toMatchObject({
      ...{ model: 'svd', metric: 'rmse', sampler: 'tpe', seed: 0, nTrials: 4 },
      'space.nFactors': '20 to 100',
    })
    const { status, name, tags } = JSON.parse(read('run.json'))
    expect({ status, name }).toEqual({ status: 'finished', name: 'tune' })
    expect(tags).toMatchObject({
      journal: storage,
      study: 'svd',
      'best.nFactors': report.best.parameters['nFactors'],
    })
    const lines = (metric: string) =>
      read(`metrics/${metric}.ndjson`)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    const values = lines('value').map(({ value }) => value)
    expect(lines('value').map(({ step }) => step)).toEqual([0, 1, 2, 3])
    expect(values).toEqual(trialsOf(storage).map(({ value }) => value))
    expect(lines('best').map(({ value }) => value)).toEqual(
      values.map((_, i) => Math.min(...values.slice(0, i + 1))),
    )
    expect(JSON.parse(read('artifacts/report.json')).best).toEqual(report.best)
  })

  it('lies beside the journal and says when the run failed', async () => {
    const storage = join(folder, 'beside', 'journal.log')
    await expect(run({ runs: undefined, storage, data: 'absent.csv' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const [name] = readdirSync(join(folder, 'beside', 'runs'))
    const record = JSON.parse(readFileSync(join(folder, 'beside', 'runs', name, 'run.json'), 'utf8'))
    expect(record.status).toBe('failed')
    expect(existsSync(storage)).toBe(false)
  })
})

describe('options', () => {
  it.each([
    [{ model: 'lineer' }, /unknown model lineer; did you mean linear\?/],
    [{ sampler: 'grid' }, /unknown sampler grid/],
    [{ model: 'ials', task: 'knwon' }, /did you mean known\?/],
    [{ task: 'known' }, /task is for models that rank; svd is tuned by the error/],
    [{ trials: 3 }, /unknown option trials/],
    [{ nTrials: 0 }, /nTrials must be an integer >= 1/],
    [{ timeout: 0 }, /timeout/],
    [{ folds: 1 }, /folds must be an integer >= 2/],
    [{ storage: '' }, /storage must be text/],
    [{ seed: 0.5 }, /seed/],
  ])('%j is refused before any work', async (options, message) => {
    const refused = run({ ...options, data: 'absent.csv' } as Partial<TuneOptions>)
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_OPTION', message })
  })

  it('says so when nobody can be asked', async () => {
    const path = join(folder, 'tiny.csv')
    writeFileSync(path, 'Username,Artist,Track\nann,Air,Run\nbob,Air,Run\n')
    await expect(run({ data: path, model: 'linear' })).rejects.toMatchObject({
      code: 'EMPTY_DATA',
      message: /the task new-5 leaves nobody to ask for/,
    })
  })
})
