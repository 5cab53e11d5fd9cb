import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createStudy,
  JournalStorage,
  MedianPruner,
  type Objective,
  parameterImportances,
  RandomSampler,
  SuccessiveHalvingPruner,
  TPESampler,
  TrialPruned,
} from '../src/index.js'
import { bundleChild, kill, said } from './child-process.js'

/** A Python that has optuna; without it nothing here runs. */
const python = process.env['PEER_PYTHON']

const PRELUDE = `
import json, sys, optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
optuna.logging.set_verbosity(optuna.logging.ERROR)
path = sys.argv[1]
storage = JournalStorage(JournalFileBackend(path))
`
const SHOW = `
study = optuna.load_study(study_name='study', storage=storage)
numbers = lambda values: {str(k): repr(float(v)) for k, v in values.items()}
print(json.dumps([[t.number, t.state.name, repr(t.value if t.values is not None else None), t.params,
  t.user_attrs, numbers(t.intermediate_values)] for t in study.trials]))
`
const RUN = `
def objective(trial):
    x = trial.suggest_float('x', -5, 5)
    trial.report(x, 0)
    return x * x
optuna.create_study(study_name='study', storage=storage, load_if_exists=True).optimize(objective, n_trials=15)
`
/** What the pruner says after each report of curves that are given, and the importance of parameters. */
const PRUNE = `
curves, name, direction = json.loads(sys.argv[2]), sys.argv[3], sys.argv[4]
pruner = {'median': lambda: optuna.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=2, interval_steps=2),
  'halving': lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2)}[name]()
study = optuna.create_study(direction=direction, pruner=pruner)
out = []
def objective(trial):
    for step, value in enumerate(curves[trial.number]):
        trial.report(value, step)
        if trial.should_prune():
            out.append(step)
            raise optuna.TrialPruned()
    out.append(-1)
    return curves[trial.number][-1]
study.optimize(objective, n_trials=len(curves))
print(json.dumps(out))
`
const IMPORTANCE = `
study = optuna.load_study(study_name='study', storage=storage)
print(json.dumps(optuna.importance.get_param_importances(study, evaluator=optuna.importance.PedAnovaImportanceEvaluator())))
`

const folder = mkdtempSync(join(tmpdir(), 'hyperopt-optuna-'))
afterAll(() => rmSync(folder, { recursive: true }))
let start: Awaited<ReturnType<typeof bundleChild>>
beforeAll(async () => {
  start = await bundleChild(folder)
})

function ask(program: string, ...args: string[]): unknown {
  return JSON.parse(execFileSync(python!, ['-c', PRELUDE + program, ...args], { encoding: 'utf8' }))
}

const STATES = {
  waiting: 'WAITING',
  running: 'RUNNING',
  complete: 'COMPLETE',
  pruned: 'PRUNED',
  failed: 'FAIL',
}
const asPython = (value: number | null) => {
  if (value === null) return 'None'
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan')
  return expect.toSatisfy((text: string) => Number(text) === value)
}

/** What Optuna is to say of a study's file. */
const shown = (path: string) =>
  createStudy({ direction: 'minimize', storage: new JournalStorage(path) }).trials.map(
    ({ number, state, value, params, userAttrs, intermediateValues }) => [
      number,
      STATES[state],
      asPython(value),
      params,
      userAttrs,
      Object.fromEntries(Object.entries(intermediateValues).map(([step, v]) => [step, asPython(v)])),
    ],
  )

describe.skipIf(python === undefined)('Optuna', () => {
  test('reads our journals, whatever happened in them', async () => {
    const path = join(folder, 'ours.log')
    const storage = new JournalStorage(path)
    const study = createStudy({ direction: 'minimize', storage, sampler: new TPESampler() })
    study.setUserAttr('text', 'café ☕')
    await study.optimize(
      (trial) => {
        const x = trial.suggestFloat('x', 1e-3, 1, { log: true })
        const n = trial.suggestInt('n', 2, 10, { step: 2 })
        trial.suggestCategorical('c', ['a', null, true, 2.5])
        trial.suggestFloat('s', 0, 1, { step: 0.1 })
        trial.setUserAttr('list', [1, null, { deep: 'ü' }])
        for (const [step, value] of [NaN, x, -Infinity, n].entries()) trial.report(value, step)
        if (trial.number % 4 === 1) throw new TrialPruned()
        if (trial.number % 4 === 2) return NaN
        return trial.number % 4 === 3 ? Infinity : x * n
      },
      { nTrials: 16 },
    )
    study.enqueueTrial({ x: 0.5 })
    expect(ask(SHOW, path)).toEqual(shown(path))
  })

  test('reads the journal of a process that was killed in the midst of a trial', async () => {
    const path = join(folder, 'killed.log')
    const child = start(path, 'hang', '10')
    await said(child, 'running', 3)
    await kill(child)
    const trials = ask(SHOW, path) as unknown[][]
    expect(trials.map(([, state]) => state)).toEqual(['COMPLETE', 'COMPLETE', 'RUNNING'])
    expect(trials).toEqual(shown(path))
  })

  test('works on the same file at the same time', async () => {
    const path = join(folder, 'shared.log')
    const study = createStudy({
      direction: 'minimize',
      storage: new JournalStorage(path),
      sampler: new TPESampler(),
    })
    const objective: Objective = (trial) => {
      const x = trial.suggestFloat('x', -5, 5)
      trial.report(x, 0)
      return x * x
    }
    const peer = spawn(python!, ['-c', PRELUDE + RUN, path], { stdio: 'inherit' })
    const exited = once(peer, 'exit')
    // Goes on until Optuna is there, and then for as long as it is.
    let isOver = false
    exited.then(() => {
      isOver = true
    })
    await study.optimize(objective, { timeout: 60, callbacks: [(own) => isOver && own.stop()] })
    expect((await exited)[0]).toBe(0)
    const { trials } = study
    expect(trials.map(({ number }) => number)).toEqual(trials.map((_, number) => number))
    expect(trials.every(({ state }) => state === 'complete')).toBe(true)
    expect(ask(SHOW, path)).toEqual(shown(path))
    const theirs = trials.filter(({ distributions }) => Object.keys(distributions).length === 1)
    expect(theirs.length).toBe(trials.length)
    expect(trials.length).toBeGreaterThan(15)
  })

  test.each([
    ['median', 'minimize', new MedianPruner({ nStartupTrials: 3, nWarmupSteps: 2, intervalSteps: 2 })],
    ['median', 'maximize', new MedianPruner({ nStartupTrials: 3, nWarmupSteps: 2, intervalSteps: 2 })],
    ['halving', 'minimize', new SuccessiveHalvingPruner({ reductionFactor: 2 })],
    ['halving', 'maximize', new SuccessiveHalvingPruner({ reductionFactor: 2 })],
  ] as const)('prunes by %s, to %s, as ours', async (name, direction, pruner) => {
    // Curves that cross: each goes its own way with its own noise.
    const curves = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 9 }, (_, step) => Math.sin(i * 12.9) + Math.sin(i * 7.7 + step * (1 + (i % 3)))),
    )
    const pruned: number[] = []
    const study = createStudy({ direction, pruner })
    await study.optimize(
      (trial) => {
        const curve = curves[trial.number]!
        for (const [step, value] of curve.entries()) {
          trial.report(value, step)
          if (!trial.shouldPrune()) continue
          pruned.push(step)
          throw new TrialPruned()
        }
        pruned.push(-1)
        return curve.at(-1)!
      },
      { nTrials: curves.length },
    )
    expect(new Set(pruned).size).toBeGreaterThan(1)
    expect(pruned).toEqual(ask(PRUNE, join(folder, 'none.log'), JSON.stringify(curves), name, direction))
  })

  test('finds the same parameters important as ours', async () => {
    const path = join(folder, 'importance.log')
    const sampler = new RandomSampler()
    const study = createStudy({ direction: 'minimize', storage: new JournalStorage(path), sampler })
    await study.optimize(
      (trial) => {
        const [a, b] = [trial.suggestFloat('a', -1, 1), trial.suggestFloat('b', 1e-3, 1, { log: true })]
        const c = trial.suggestCategorical('c', ['x', 'y', 'z'])
        trial.suggestInt('d', 1, 20)
        return 6 * (a - 0.3) ** 2 + (Math.log10(b) + 1.5) ** 2 + (c === 'y' ? 0 : 0.3)
      },
      { nTrials: 150 },
    )
    const [ours, theirs] = [parameterImportances(study), ask(IMPORTANCE, path) as Record<string, number>]
    expect(Object.keys(ours)).toEqual(Object.keys(theirs))
    for (const [name, share] of Object.entries(theirs))
      expect(Math.abs(ours[name]! - share)).toBeLessThan(0.15)
  })
})
