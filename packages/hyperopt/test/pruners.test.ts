import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createStudy,
  type Direction,
  MEDIAN_PRUNER_DEFAULTS,
  MedianPruner,
  NopPruner,
  type Pruner,
  SUCCESSIVE_HALVING_PRUNER_DEFAULTS,
  SuccessiveHalvingPruner,
  TrialPruned,
} from '../src/index.js'
import { expectCode } from './expect-code.js'
import { frozenTrial } from './frozen-trials.js'

/** Runs trials that report given values at the steps 0, 1, … @returns The step at which each ended; -1 for none. */
async function prunedAt(
  pruner: Pruner,
  curves: readonly (readonly number[])[],
  direction: Direction = 'minimize',
): Promise<number[]> {
  const study = createStudy({ direction, pruner })
  await study.optimize(
    (trial) => {
      const curve = curves[trial.number]!
      for (const [step, value] of curve.entries()) {
        trial.report(value, step)
        if (trial.shouldPrune()) throw new TrialPruned()
      }
      return curve.at(-1) ?? 0
    },
    { nTrials: curves.length },
  )
  return study.trials.map(({ state, intermediateValues }) =>
    state === 'pruned' ? Object.keys(intermediateValues).length - 1 : -1,
  )
}

const flat = (value: number, length = 4) => Array.from({ length }, () => value)

test('NopPruner lets everything go on', async () => {
  expect(await prunedAt(new NopPruner(), [flat(0), flat(9), flat(NaN)])).toEqual([-1, -1, -1])
})

describe('MedianPruner', () => {
  const pruner = new MedianPruner({ nStartupTrials: 2 })

  test('has documented defaults', () => {
    expect(new MedianPruner()).toMatchObject(MEDIAN_PRUNER_DEFAULTS)
    expect(MEDIAN_PRUNER_DEFAULTS).toEqual({ nStartupTrials: 5, nWarmupSteps: 0, intervalSteps: 1 })
  })

  test('gives up what is worse than the median of the complete trials at the step', async () => {
    const curves = [flat(1), flat(3), [2, 2, 2.1, 2], [2.1, 0, 0, 0], flat(2), [0, 9, 9, 9]]
    // The third: equal is not worse, and its best so far counts, not its last. The sixth was best at first.
    expect(await prunedAt(pruner, curves)).toEqual([-1, -1, -1, 0, -1, -1])
  })

  test('seeks the maximum by the same rules', () => {
    const curve = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 })
    return fc.assert(
      fc.asyncProperty(fc.array(curve, { maxLength: 8 }), async (curves) => {
        const mirrored = curves.map((values) => values.map((value) => -value))
        expect(await prunedAt(pruner, mirrored, 'maximize')).toEqual(await prunedAt(pruner, curves))
      }),
      { numRuns: 30 },
    )
  })

  test('waits for trials and steps, and judges once in an interval', async () => {
    const bad = flat(9, 9)
    const steps = (options: object) => prunedAt(new MedianPruner(options), [flat(1, 9), flat(1, 9), bad])
    expect(await steps({ nStartupTrials: 3 })).toEqual([-1, -1, -1])
    expect(await steps({ nStartupTrials: 2, nWarmupSteps: 3 })).toEqual([-1, -1, 3])
    const turning = [[...flat(1, 9)], [...flat(1, 9)], [0, ...flat(9, 8)]]
    // Judged at 0, 4 and 8 only; what counts is the best so far, so it goes on.
    expect(await prunedAt(new MedianPruner({ nStartupTrials: 2, intervalSteps: 4 }), turning)).toEqual([
      -1, -1, -1,
    ])
    const late = new MedianPruner({ nStartupTrials: 2, nWarmupSteps: 1, intervalSteps: 4 })
    const request = (...at: number[]) => {
      const done = frozenTrial({ intermediateValues: Object.fromEntries(flat(1, 9).entries()) })
      const trial = frozenTrial({
        number: 2,
        state: 'running',
        intermediateValues: Object.fromEntries(at.map((step) => [step, 9])),
      })
      return late.shouldPrune({ trial, direction: 'minimize', trials: [done, done, trial] })
    }
    expect([request(0), request(0, 1), request(1, 2), request(1, 4), request(1, 5), request(2, 7)]).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
    ])
  })

  test('gives up what reported nothing but NaN, and leaves NaN of others out', async () => {
    expect(await prunedAt(pruner, [flat(1), flat(3), flat(NaN)])).toEqual([-1, -1, 0])
    expect(
      await prunedAt(pruner, [
        [1, 1],
        [NaN, 1],
        [2, 0.5],
      ]),
    ).toEqual([-1, -1, 0])
    expect(await prunedAt(pruner, [[], [], [5]])).toEqual([-1, -1, -1])
    expect(await prunedAt(pruner, [[-Infinity], [Infinity], [0]])).toEqual([-1, -1, -1])
  })

  test('says nothing of a trial without a report', () => {
    const trial = frozenTrial({ state: 'running' })
    const complete = frozenTrial({ intermediateValues: { 0: 1 } })
    const eager = new MedianPruner({ nStartupTrials: 0 })
    expect(eager.shouldPrune({ trial, direction: 'minimize', trials: [complete, trial] })).toBe(false)
  })

  test('refuses options out of range', async () => {
    for (const options of [
      { nStartupTrials: -1 },
      { nWarmupSteps: 0.5 },
      { intervalSteps: 0 },
      { warmup: 1 },
    ])
      await expectCode(() => Reflect.construct(MedianPruner, [options]), 'INVALID_OPTION')
  })
})

describe('SuccessiveHalvingPruner', () => {
  const pruner = new SuccessiveHalvingPruner({ reductionFactor: 2 })

  test('has documented defaults', () => {
    expect(new SuccessiveHalvingPruner()).toMatchObject(SUCCESSIVE_HALVING_PRUNER_DEFAULTS)
    expect(SUCCESSIVE_HALVING_PRUNER_DEFAULTS).toEqual({
      minResource: 1,
      reductionFactor: 4,
      minEarlyStoppingRate: 0,
    })
  })

  test('lets the best of those that reached a rung climb', async () => {
    // Rungs at 1, 2, 4, 8.
    const curves = [flat(5, 9), flat(6, 9), flat(4, 9), flat(4.5, 9), [3, 3, 7, 0, 0, 0, 0, 0, 0]]
    // 6: worse than 5. 4.5: second of four, of which two climb; second of three on the next rung, of which one does.
    expect(await prunedAt(pruner, curves)).toEqual([-1, 1, -1, 2, 2])
  })

  test('seeks the maximum by the same rules', () => {
    const curve = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 5, maxLength: 5 })
    return fc.assert(
      fc.asyncProperty(fc.array(curve, { maxLength: 8 }), async (curves) => {
        const mirrored = curves.map((values) => values.map((value) => -value))
        expect(await prunedAt(pruner, mirrored, 'maximize')).toEqual(await prunedAt(pruner, curves))
      }),
      { numRuns: 30 },
    )
  })

  test('judges on rungs only, from the one it is told to', async () => {
    const bad = [9, 9, 9, 9, 9, 9, 9, 9, 9]
    const step = async (options: object) =>
      (await prunedAt(new SuccessiveHalvingPruner(options), [flat(1, 9), bad]))[1]
    expect(await step({ reductionFactor: 2, minResource: 3 })).toBe(3)
    expect(await step({ reductionFactor: 2, minResource: 3, minEarlyStoppingRate: 1 })).toBe(6)
    expect(await step({ reductionFactor: 3, minEarlyStoppingRate: 3 })).toBe(-1)
  })

  test('judges a trial that leaps over a rung by its first report beyond', () => {
    const judge = (...at: number[]) => {
      const other = frozenTrial({ intermediateValues: { 1: 1, 2: 1, 4: 1 } })
      const trial = frozenTrial({
        number: 1,
        state: 'running',
        intermediateValues: Object.fromEntries(at.map((step) => [step, 2])),
      })
      return pruner.shouldPrune({ trial, direction: 'minimize', trials: [other, trial] })
    }
    expect([judge(), judge(0), judge(3), judge(1, 3), judge(2, 3), judge(2, 5)]).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
    ])
  })

  test('gives up NaN', async () => {
    expect(await prunedAt(pruner, [[0, NaN]])).toEqual([1])
    expect(
      await prunedAt(pruner, [
        [0, 5],
        [0, NaN],
        [0, 6],
      ]),
    ).toEqual([-1, 1, 1])
  })

  test('refuses options out of range', async () => {
    for (const options of [
      { minResource: 0 },
      { reductionFactor: 1 },
      { minEarlyStoppingRate: -1 },
      { eta: 3 },
    ])
      await expectCode(() => Reflect.construct(SuccessiveHalvingPruner, [options]), 'INVALID_OPTION')
  })
})
