import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import {
  type MatrixWorkspaceOptions,
  type RidgeProblems,
  RidgeRows,
  solveRidgeRows,
} from '../../src/linear-algebra/index.js'
import { filled, numbersOf, workspaceOf } from './matrices.js'

afterAll(endThreads)

interface Case {
  readonly problems: RidgeProblems
  readonly spectrum: Float32Array
  readonly nOthers: number
}

/** Regressions with these numbers of entries. */
function caseOf(lengths: readonly number[], nOthers: number, k: number, seed: number): Case {
  const offsets = Int32Array.of(0, ...lengths)
  for (let row = 0; row < lengths.length; row++) offsets[row + 1] += offsets[row]
  const nEntries = offsets[lengths.length]
  const positive = (length: number, salt: number) =>
    numbersOf(length, seed + salt).map((value) => 1.1 + value)
  return {
    problems: {
      offsets,
      entries: Int32Array.from(numbersOf(nEntries, seed), (value) => Math.floor(((value + 1) / 2) * nOthers)),
      confidences: positive(nEntries, 1),
      targets: numbersOf(nEntries, seed + 2),
      regularization: positive(lengths.length, 3),
    },
    spectrum: positive(k, 4),
    nOthers,
  }
}

function solved({ problems, spectrum, nOthers }: Case, seed: number, options: MatrixWorkspaceOptions = {}) {
  const workspace = workspaceOf(options)
  const rows = new RidgeRows(workspace, problems)
  const W = workspace.matrix(rows.nRows, spectrum.length)
  const Y = filled(workspace, nOthers, spectrum.length, seed)
  W.data.fill(Number.NaN)
  const loss = solveRidgeRows(workspace, W, Y, spectrum, rows)
  const unpadded = Array.from({ length: W.rows }, (_, row) => [
    ...W.data.subarray(row * W.stride, row * W.stride + W.columns),
  ])
  return { loss, solution: unpadded, W }
}

/** What row `row` minimises, at some solution. */
function lossAt({ problems, spectrum }: Case, seed: number, row: number, w: readonly number[]): number {
  const k = spectrum.length
  const y = (entry: number, f: number) => numbersOf((entry + 1) * k, seed)[entry * k + f]
  let loss = 0
  for (let at = problems.offsets[row]; at < problems.offsets[row + 1]; at++) {
    const product = w.reduce((sum, value, f) => sum + value * y(problems.entries[at], f), 0)
    loss += problems.confidences[at] * (problems.targets[at] - product) ** 2
  }
  return w.reduce((sum, value, f) => sum + (spectrum[f] + problems.regularization[row]) * value ** 2, loss)
}

const cases = fc
  .record({
    lengths: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    nOthers: fc.integer({ min: 1, max: 12 }),
    k: fc.integer({ min: 1, max: 14 }),
    seed: fc.nat(999),
  })
  .map(({ lengths, nOthers, k, seed }) => ({ problem: caseOf(lengths, nOthers, k, seed), seed }))

describe('solveRidgeRows', () => {
  test.each(['wasm', 'typescript'] as const)(
    'finds the minimum of every row, with more or fewer entries than factors, on %s',
    (backend) => {
      fc.assert(
        fc.property(cases, ({ problem, seed }) => {
          const { solution, loss } = solved(problem, seed, { backend })
          let total = 0
          for (const [row, w] of solution.entries()) {
            const best = lossAt(problem, seed, row, w)
            total += best
            for (let f = 0; f < w.length; f++)
              for (const step of [-0.01, 0.01]) {
                const moved = w.map((value, at) => (at === f ? value + step : value))
                expect(lossAt(problem, seed, row, moved)).toBeGreaterThan(best)
              }
          }
          expect(Math.abs(loss - total)).toBeLessThanOrEqual(1e-4 * (1 + total))
        }),
        { numRuns: 60 },
      )
    },
  )

  test('agrees with its twin up to single precision', () => {
    fc.assert(
      fc.property(cases, ({ problem, seed }) => {
        const [ours, twin] = [solved(problem, seed), solved(problem, seed, { backend: 'typescript' })]
        for (const [row, w] of ours.solution.entries())
          for (const [f, value] of w.entries()) expect(value).toBeCloseTo(twin.solution[row][f], 4)
      }),
    )
  })

  test('leaves zeros where a row has no entries, and in the padding', () => {
    const { W } = solved(caseOf([0, 3, 9], 5, 6, 1), 1)
    expect([...W.data.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0])
    for (let row = 0; row < 3; row++) expect([...W.data.subarray(row * 8 + 6, row * 8 + 8)]).toEqual([0, 0])
  })

  test.each([2, 3])('gives the same bits on %d threads', (threads) => {
    const lengths = Array.from({ length: 400 }, (_, row) => (row % 97) + (row === 3 ? 2000 : 0))
    const problem = caseOf(lengths, 300, 48, 7)
    expect(solved(problem, 7, { threads })).toMatchObject({
      loss: solved(problem, 7).loss,
      solution: solved(problem, 7).solution,
    })
  })

  test('refuses arrays that contradict each other', () => {
    const workspace = workspaceOf()
    const { problems, spectrum } = caseOf([2, 3], 4, 5, 1)
    const refused = expect.objectContaining({ code: 'OUT_OF_BOUNDS' })
    for (const broken of [
      { offsets: Int32Array.of(0, 2) },
      { offsets: Int32Array.of(0, 6, 5) },
      { offsets: Int32Array.of(1, 2, 5) },
      { entries: Int32Array.of(1) },
      { entries: problems.entries.map(() => -1) },
      { targets: new Float32Array(3) },
    ])
      expect(() => new RidgeRows(workspace, { ...problems, ...broken })).toThrowError(refused)
    const rows = new RidgeRows(workspace, { ...problems, entries: problems.entries.map(() => 3) })
    const [W, Y] = [workspace.matrix(2, 5), workspace.matrix(4, 5)]
    expect(() => solveRidgeRows(workspace, W, Y.rowsBetween(0, 3), spectrum, rows)).toThrowError(refused)
    expect(() => solveRidgeRows(workspace, Y, Y, spectrum, rows)).toThrowError(refused)
    expect(() => solveRidgeRows(workspace, W, Y, spectrum.subarray(1), rows)).toThrowError(refused)
  })
})
