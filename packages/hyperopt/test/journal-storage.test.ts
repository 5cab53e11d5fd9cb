import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createStudy,
  type FrozenTrial,
  InMemoryStorage,
  JournalStorage,
  loadStudy,
  MedianPruner,
  type Objective,
  type Study,
  TPESampler,
  TrialPruned,
} from '../src/index.js'
import { distributionFromJson, distributionToJson } from '../src/storage/distribution-json.js'
import { fromJsonLine, toJsonLine } from '../src/storage/json-line.js'
import { distributions } from './arbitraries.js'
import { expectCode } from './expect-code.js'
import { fixture } from './fixture.js'

const folder = mkdtempSync(join(tmpdir(), 'hyperopt-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))

let path = ''
let nFiles = 0
beforeEach(() => {
  path = join(folder, `${nFiles++}.log`)
})

const open = () => createStudy({ direction: 'minimize', storage: new JournalStorage(path), studyName: 's' })
const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n')
const parabola: Objective = (trial) => (trial.suggestFloat('x', -5, 5) - 1) ** 2

/** Everything a study can hold. */
const everything: Objective = (trial) => {
  const x = trial.suggestFloat('x', 1e-3, 1, { log: true })
  const n = trial.suggestInt('n', 2, 10, { step: 2 })
  const kind = trial.suggestCategorical('kind', ['a', null, true, 2])
  const z = kind === 'a' ? trial.suggestFloat('z', 0, 1, { step: 0.1 }) : 0
  trial.setUserAttr('note', { text: 'café ☕', list: [1, null, { deep: true }] })
  trial.report(NaN, 0)
  trial.report(x * n, 1)
  trial.report(Infinity, 2)
  if (trial.number % 5 === 1) throw new TrialPruned()
  if (trial.number % 5 === 2) return NaN
  return trial.number % 5 === 3 ? Infinity : x + n + z
}

describe('files of Optuna', () => {
  const STATES = {
    COMPLETE: 'complete',
    PRUNED: 'pruned',
    FAIL: 'failed',
    RUNNING: 'running',
    WAITING: 'waiting',
  }
  interface Expected {
    readonly study_name: string
    readonly user_attrs: unknown
    readonly best_trial_number: number
    readonly best_value: number
    readonly best_params: unknown
    readonly trials: readonly {
      readonly number: number
      readonly state: keyof typeof STATES
      readonly values: readonly number[] | null
      readonly params: unknown
      readonly user_attrs: unknown
      readonly system_attrs: unknown
      readonly intermediate_values: unknown
    }[]
  }
  const expected: Readonly<Record<string, unknown>> = JSON.parse(fixture('journal_expected.json').toString())

  test.each(['study.journal.log', 'handwritten.journal.log'])('%s is read as Optuna reads it', (name) => {
    writeFileSync(path, fixture(name))
    const study = loadStudy({ storage: new JournalStorage(path) })
    const wanted = expected[name] as Expected
    expect(study.studyName).toBe(wanted.study_name)
    expect(study.userAttrs).toEqual(wanted.user_attrs)
    expect(study.bestTrial).toMatchObject({
      number: wanted.best_trial_number,
      value: wanted.best_value,
      params: wanted.best_params,
    })
    const shown = ({
      number,
      state,
      value,
      params,
      userAttrs,
      systemAttrs,
      intermediateValues,
    }: FrozenTrial) => ({
      number,
      state,
      value,
      params,
      userAttrs,
      systemAttrs,
      intermediateValues,
    })
    expect(study.trials.map(shown)).toEqual(
      wanted.trials.map((trial) => ({
        number: trial.number,
        state: STATES[trial.state],
        value: trial.values?.[0] ?? null,
        params: trial.params,
        userAttrs: trial.user_attrs,
        systemAttrs: trial.system_attrs,
        intermediateValues: trial.intermediate_values,
      })),
    )
  })

  test('times are read to the millisecond', () => {
    writeFileSync(path, fixture('handwritten.journal.log'))
    const [first] = loadStudy({ storage: new JournalStorage(path) }).trials
    expect(first!.datetimeStart!.toISOString()).toBe('2026-01-02T03:04:05.000Z')
    expect(first!.datetimeComplete!.toISOString()).toBe('2026-01-02T03:04:06.500Z')
  })

  test('ranges with the names of old versions are read', () => {
    const read = (name: string, attributes: object) =>
      distributionFromJson(JSON.stringify({ name, attributes }))
    const ends = { low: 1, high: 8 }
    expect(read('UniformDistribution', ends)).toEqual({ kind: 'float', ...ends, log: false, step: null })
    expect(read('LogUniformDistribution', ends)).toEqual({ kind: 'float', ...ends, log: true, step: null })
    expect(read('DiscreteUniformDistribution', { ...ends, q: 0.5 })).toMatchObject({
      kind: 'float',
      step: 0.5,
    })
    expect(read('IntUniformDistribution', ends)).toEqual({ kind: 'int', ...ends, log: false, step: 1 })
    expect(read('IntLogUniformDistribution', ends)).toMatchObject({ kind: 'int', log: true })
  })
})

describe('a study in a file', () => {
  test('is the same when it is read again, whatever happened in it', async () => {
    const study = open()
    study.setUserAttr('data', { name: 'log', rows: 3 })
    study.enqueueTrial({ x: 0.5, kind: null })
    await study.optimize(everything, { nTrials: 12 })
    study.enqueueTrial({ n: 4 })
    const again = loadStudy({ storage: new JournalStorage(path) })
    expect(again.trials).toEqual(study.trials)
    expect(again.trials.map(({ datetimeComplete }) => datetimeComplete)).toEqual(
      study.trials.map(({ datetimeComplete }) => datetimeComplete),
    )
    expect(again.userAttrs).toEqual(study.userAttrs)
    expect(new Set(again.trials.map(({ state }) => state))).toEqual(
      new Set(['complete', 'pruned', 'failed', 'waiting']),
    )
  })

  test('has the same trials as one in memory', async () => {
    const options = { direction: 'minimize', sampler: new TPESampler({ seed: 3 }), studyName: 's' } as const
    const inFile = createStudy({ ...options, storage: new JournalStorage(path) })
    const inMemory = createStudy(options)
    for (const study of [inFile, inMemory]) await study.optimize(everything, { nTrials: 25 })
    expect(inFile.trials).toEqual(inMemory.trials)
  })

  test('goes on with the same trials after it was closed as without', async () => {
    const sampler = new TPESampler({ seed: 1, nStartupTrials: 5 })
    const options = { direction: 'minimize', sampler, pruner: new MedianPruner() } as const
    for (const nTrials of [4, 9, 7])
      await createStudy({ ...options, storage: new JournalStorage(path) }).optimize(everything, { nTrials })
    const whole = createStudy(options)
    await whole.optimize(everything, { nTrials: 20 })
    expect(loadStudy({ storage: new JournalStorage(path) }).trials).toEqual(whole.trials)
  })

  test('shares the file with others', async () => {
    const storage = new JournalStorage(path)
    const names = ['a', 'b', 'ünï ☕']
    const studies = names.map((studyName) => createStudy({ direction: 'maximize', storage, studyName }))
    for (let i = 0; i < 3; i++)
      for (const study of studies.slice(i)) await study.optimize(parabola, { nTrials: 1 })
    const again = names.map((studyName) => loadStudy({ storage: new JournalStorage(path), studyName }))
    expect(again.map(({ trials }) => trials.map(({ number }) => number))).toEqual([[0], [0, 1], [0, 1, 2]])
    expect(again.map(({ trials }) => trials)).toEqual(studies.map(({ trials }) => trials))
  })

  test('sees at once what another object writes to the file', async () => {
    const [a, b] = [open(), open()]
    await a.optimize(parabola, { nTrials: 2 })
    await b.optimize(parabola, { nTrials: 2 })
    expect(a.trials.map(({ number }) => number)).toEqual([0, 1, 2, 3])
    expect(a.trials).toEqual(b.trials)
  })

  test('refuses a parameter that another process has with another kind', async () => {
    const [a, b] = [open(), open()]
    await a.optimize((trial) => trial.suggestInt('x', 1, 9), { nTrials: 1 })
    const other: Objective = (trial) => trial.suggestCategorical('x', [1, 9])
    await expectCode(() => b.optimize(other, { nTrials: 1 }), 'RANGE_CHANGED', /^x/)
    expect(b.trials.map(({ state, params }) => [state, Object.keys(params)])).toEqual([
      ['complete', ['x']],
      ['failed', []],
    ])
  })

  test('is written as Optuna writes it', async () => {
    await open().optimize(
      (trial) => {
        trial.suggestCategorical('c', ['a', 'b'])
        trial.report(NaN, 3)
        return Infinity
      },
      { nTrials: 1 },
    )
    const [create, start, param, report, finish] = lines()
    expect(JSON.parse(create!)).toMatchObject({ op_code: 0, study_name: 's', directions: [1] })
    expect(JSON.parse(start!)).toMatchObject({
      op_code: 4,
      study_id: 0,
      datetime_start: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
    })
    expect(JSON.parse(param!)).toMatchObject({
      op_code: 5,
      trial_id: 0,
      param_name: 'c',
      param_value_internal: expect.toBeOneOf([0, 1]),
      distribution: '{"name":"CategoricalDistribution","attributes":{"choices":["a","b"]}}',
    })
    expect(report).toContain('"intermediate_value":NaN')
    expect(finish).toContain('"state":1,"values":[Infinity],')
    const workers = new Set(lines().map((line) => /"worker_id":"([^"]+)"/.exec(line)![1]))
    expect(workers.size).toBe(1)
  })
})

describe('a damaged file', () => {
  const filled = async () => {
    const study = open()
    await study.optimize(parabola, { nTrials: 2 })
    return study.trials
  }

  test.each([
    ['half a line', '{"op_code":4,"stu'],
    ['half a letter', Buffer.from('{"op_code":0,"study_name":"☕').subarray(0, -1)],
    ['a broken line', '{"op_code":4\n'],
    ['a blank line', '\n'],
    ['a blank line of Windows', '\r\n'],
  ])('with %s at the end loses nothing else, and goes on', async (_, rest) => {
    const trials = await filled()
    appendFileSync(path, rest)
    expect(open().trials).toEqual(trials)
    await open().optimize(parabola, { nTrials: 1 })
    expect(open().trials.slice(0, 2)).toEqual(trials)
    expect(open().trials).toHaveLength(3)
    for (const line of lines()) JSON.parse(line)
  })

  test('may end anywhere: what is whole is read, and the study goes on', async () => {
    await open().optimize(everything, { nTrials: 4 })
    const whole = readFileSync(path)
    const states = lines().map((_, n) => {
      const part = join(folder, 'part.log')
      writeFileSync(
        part,
        lines()
          .slice(0, n + 1)
          .map((line) => `${line}\n`)
          .join(''),
      )
      return new JournalStorage(part)
        .read()
        .study('s')!
        .trials.map((trial) => trial.freeze())
    })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: whole.indexOf('\n') + 1, max: whole.length }), async (length) => {
        const cut = whole.subarray(0, length)
        writeFileSync(path, cut)
        const nWhole = cut.filter((byte) => byte === 0x0a).length
        const before = open().trials
        expect(before).toEqual(states[nWhole - 1])
        await open().optimize(parabola1, { nTrials: 1 })
        // The last whole line may have lacked nothing but its end.
        expect([states[nWhole - 1], states[nWhole]]).toContainEqual(open().trials.slice(0, -1))
        for (const line of lines()) expect(() => fromJsonLine(line)).not.toThrow()
      }),
      { numRuns: 40 },
    )
  })

  test('takes a last line that lacks only its end for whole when it writes', async () => {
    const trials = await filled()
    writeFileSync(path, readFileSync(path, 'utf8').trimEnd())
    await open().optimize(parabola, { nTrials: 1 })
    expect(open().trials.slice(0, 2)).toEqual(trials)
  })

  test.each([
    ['a line that is no JSON', 'nonsense'],
    ['a blank line', ''],
    ['a list', '[]'],
    ['an unknown operation', '{"op_code":11,"worker_id":"w"}'],
    ['an operation without its study', '{"op_code":4,"datetime_start":null}'],
    ['a state that there is not', '{"op_code":6,"trial_id":0,"state":5,"values":null}'],
    [
      'a range that is no string',
      '{"op_code":5,"trial_id":0,"param_name":"x","param_value_internal":1,"distribution":{}}',
    ],
    ['a time that is none', '{"op_code":4,"study_id":0,"datetime_start":"yesterday"}'],
  ])('with %s in the middle is refused, with the number of the line', async (_, line) => {
    const first = '{"op_code":0,"worker_id":"w","study_name":"s","directions":[1]}'
    const trial = '{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null}'
    writeFileSync(path, [first, trial, line, first, ''].join('\n'))
    const error = await expectCode(() => new JournalStorage(path), 'JOURNAL_BROKEN', /line 3/)
    expect(error.message).toContain(path)
  })

  test('with unknown fields, attributes that are no matter and discarded trials is read', () => {
    writeFileSync(
      path,
      [
        '{"op_code":0,"worker_id":"w","study_name":"s","directions":[2],"more":{}}\r',
        '{"op_code":3,"study_id":0,"system_attr":{"a":1}}',
        '{"op_code":10,"worker_id":"w"}',
        '{"op_code":4,"study_id":7,"datetime_start":null}',
        '{"op_code":4,"study_id":0,"datetime_start":null}',
        '{"op_code":6,"trial_id":0,"state":1,"values":[-Infinity],"datetime_complete":"2026-01-02T03:04:05Z"}',
        '{"op_code":6,"trial_id":0,"state":3,"values":null,"datetime_complete":"2026-01-02T03:04:06Z"}',
        '{"op_code":7,"trial_id":9,"step":0,"intermediate_value":NaN}',
        '',
      ].join('\n'),
    )
    const study = loadStudy({ storage: new JournalStorage(path) })
    expect(study.direction).toBe('maximize')
    expect(study.trials).toMatchObject([{ number: 0, state: 'complete', value: -Infinity }])
  })

  test('drops a parameter of another kind than in the first trial', () => {
    const param = (trial: number, distribution: string, value: number) =>
      JSON.stringify({
        op_code: 5,
        trial_id: trial,
        param_name: 'x',
        param_value_internal: value,
        distribution,
      })
    const range = (name: string, attributes: object) => JSON.stringify({ name, attributes })
    writeFileSync(
      path,
      [
        '{"op_code":0,"study_name":"s","directions":[1]}',
        ...[0, 1, 2].map(() => '{"op_code":4,"study_id":0,"datetime_start":null}'),
        param(0, range('IntDistribution', { low: 1, high: 9 }), 3.0),
        param(1, range('FloatDistribution', { low: 1, high: 9 }), 3.5),
        param(2, range('IntDistribution', { low: 5, high: 90, log: true }), 70),
        '',
      ].join('\n'),
    )
    const { trials } = loadStudy({ storage: new JournalStorage(path) })
    expect(trials.map(({ params }) => params)).toEqual([{ x: 3 }, {}, { x: 70 }])
  })
})

const parabola1: Objective = (trial) => (trial.suggestFloat('y', -5, 5) - 1) ** 2

describe('the lock', () => {
  test.each([
    ['a file', () => writeFileSync(`${path}.lock`, '')],
    ['a link', () => symlinkSync(path, `${path}.lock`)],
    ['a dangling link', () => symlinkSync('nowhere', `${path}.lock`)],
  ])('of another process, %s, is waited for and taken away if it shows no life', (_, lock) => {
    const study = open()
    lock()
    const clock = fakeClock()
    try {
      study.setUserAttr('a', 1)
    } finally {
      clock.restore()
    }
    expect(clock.elapsed()).toBeGreaterThan(30_000)
    expect(open().userAttrs).toEqual({ a: 1 })
    expect(() => unlinkSync(`${path}.lock`)).toThrow(/ENOENT/)
  })

  /** Every look at the clock takes ten seconds. */
  function fakeClock() {
    const real = performance.now
    let time = 0
    performance.now = () => (time += 10_000)
    return {
      elapsed: () => time,
      restore: () => {
        performance.now = real
      },
    }
  }
})

test('JSON lines keep every number, and every text that looks like one', () => {
  const text = fc.constantFrom(
    'NaN',
    '"Infinity\\',
    '-Infinity',
    '\0',
    '\0NaN',
    '\0\0-Infinity',
    '"\0NaN',
    '\\u0000NaN',
  )
  const json = fc.jsonValue({ noUnicodeString: false })
  const values = fc.record({ json, number: fc.double(), text, texts: fc.dictionary(text, text) })
  fc.assert(
    fc.property(values, (value) => {
      expect(fromJsonLine(toJsonLine(value))).toEqual(normal(value))
    }),
  )
  function normal(value: { json: unknown; number: number }) {
    return {
      ...value,
      json: JSON.parse(JSON.stringify(value.json)),
      number: value.number === 0 ? 0 : value.number,
    }
  }
})

test('ranges keep everything through their JSON', () => {
  fc.assert(
    fc.property(distributions, (distribution) => {
      expect(distributionFromJson(distributionToJson(distribution))).toEqual(distribution)
    }),
  )
})

describe('createStudy and loadStudy', () => {
  test('find the study of the name, and refuse what does not fit it', async () => {
    const storage = new InMemoryStorage()
    const study = (options: object = {}): Study =>
      createStudy({ direction: 'minimize', storage, studyName: 'a', ...options })
    await study().optimize(parabola, { nTrials: 1 })
    expect(study().trials).toHaveLength(1)
    expect(study({ studyName: 'b' }).trials).toHaveLength(0)
    await expectCode(() => study({ loadIfExists: false }), 'STUDY_EXISTS', /a/)
    await expectCode(() => study({ direction: 'maximize' }), 'STUDY_MISMATCH', /minimize/)
    expect(loadStudy({ storage, studyName: 'a' }).trials).toHaveLength(1)
    await expectCode(() => loadStudy({ storage, studyName: 'c' }), 'STUDY_NOT_FOUND', /a, b/)
    await expectCode(() => loadStudy({ storage }), 'STUDY_NOT_FOUND')
    await expectCode(() => loadStudy({ storage: new InMemoryStorage() }), 'STUDY_NOT_FOUND', /none/)
  })

  test('refuse a study of several objectives', async () => {
    writeFileSync(path, '{"op_code":0,"worker_id":"w","study_name":"s","directions":[1,2]}\n')
    await expectCode(() => loadStudy({ storage: new JournalStorage(path) }), 'STUDY_MISMATCH', /one value/)
  })
})
