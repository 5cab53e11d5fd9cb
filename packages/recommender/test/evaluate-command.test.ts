import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommand } from '../src/node/cli/run-command.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const log = writeSmallLog(folder)

/** Runs `redux evaluate` in this process, with what it writes caught. */
async function evaluateCommand(...args: string[]) {
  const said = { printed: '', noted: '' }
  const terminal = {
    print: (text: string) => {
      said.printed += `${text}\n`
    },
    note: (text: string) => {
      said.noted += `${text}\n`
    },
    colours: false,
    watched: false,
  }
  // Where the command line is at fault, its parser writes to standard error itself.
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    terminal.note(String(text))
    return true
  })
  try {
    const status = await runCommand(['evaluate', ...args], terminal)
    return { status, ...said }
  } finally {
    stderr.mockRestore()
  }
}

describe('redux evaluate', () => {
  it('prints a table of metrics with coverage and popularity, and differences to the baseline', async () => {
    const { status, printed, noted } = await evaluateCommand('--data', log, '--models', 'knn,popularity')
    expect(status).toBe(0)
    const lines = printed.split('\n')
    const head = lines.find((line) => line.includes('NDCG@10'))
    for (const title of ['Recall@20', 'Precision@10', 'MRR', 'coverage@10', 'popularity pct.'])
      expect(head).toContain(title)
    expect(printed).toMatch(/│ knn +│( +0\.\d{4} ± 0\.\d{4} │){4} +\d\.\d{3} │ +\d\.\d{3} │/)
    expect(printed).toContain('Better or worse than popularity on the same cases')
    expect(printed).toMatch(/│ knn +│( +[+-]0\.\d{4} ± 0\.\d{4} [ *] │){4}/)
    expect(noted).toMatch(/^read: .*\nknn: .*\npopularity: .*\n$/)
  })

  it('prints JSON and nothing else with --json, and writes the same with --out', async () => {
    const out = join(folder, 'evaluation.json')
    const args = ['--data', log, '--models', 'popularity,svd', '--task', 'new-1', '--json', '--cases']
    const { status, printed } = await evaluateCommand(...args, '--out', out)
    expect(status).toBe(0)
    const report = JSON.parse(printed)
    expect(report).toMatchObject({ kind: 'evaluation', formatVersion: 1, protocol: { task: 'new-1' } })
    expect(report.cases.values.svd.ndcg).toHaveLength(report.protocol.nCases)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(report)
  })

  it('shows the metrics that are asked for', async () => {
    const args = [
      '--data',
      log,
      '--models',
      'knn',
      '--protocol',
      'leave-one-out',
      '--metrics',
      'map, hitRate',
    ]
    const { status, printed } = await evaluateCommand(...args)
    expect(status).toBe(0)
    expect(printed).toMatch(/MAP@10 │ +Hit rate@10 │ coverage@10/)
    expect(printed).not.toContain('NDCG')
    expect(printed).not.toContain('Better or worse')
  })

  it.each([
    [['--models', 'knn'], "required option '--data <file>' not specified", 2],
    [['--data', 'x.csv'], "required option '--models <names>' not specified", 2],
    [['--data', 'x.csv', '--models', 'knn,poplarity'], 'did you mean popularity?', 2],
    [['--data', 'x.csv', '--models', 'knn', '--metrics', 'ndgc'], 'did you mean ndcg?', 2],
    [['--data', 'x.csv', '--models', 'knn', '--protocol', 'knwon'], 'Allowed choices are new-user, known', 2],
    [
      ['--data', 'x.csv', '--models', 'knn', '--protocol', 'known', '--split', 'y.json'],
      'cannot be used with',
      2,
    ],
    [['--data', 'x.csv', '--models', 'knn', '--folds', '1'], 'It must be an integer in 2..100.', 2],
    [['--data', 'x.csv', '--models', 'knn', '--threshold', 'four'], 'threshold must be a finite number', 2],
    [['--data', 'x.csv', '--models', 'knn', '--modles', 'svd'], 'Did you mean --models?', 2],
    [['--data', 'absent.csv', '--models', 'knn'], 'absent.csv does not exist', 1],
    [['--data', log, '--models', 'knn', '--out', 'absent/report.json'], 'ENOENT', 1],
    [['--data', log, '--models', 'knn', '--split', 'absent.json'], 'absent.json does not exist', 1],
  ])('redux evaluate %j says why and ends with its exit code', async (args, sentence, exitCode) => {
    const { status, printed, noted } = await evaluateCommand(...args)
    expect(noted).toContain(sentence)
    expect(printed).toBe('')
    expect(status).toBe(exitCode)
  })

  it('refuses a split file for other data by name', async () => {
    const split = join(folder, 'other.json')
    const content = {
      dataset: 'x',
      data_sha256: 'ab'.repeat(32),
      split_seed: 0,
      task: 'known-user',
      test_rows: [1],
    }
    writeFileSync(split, JSON.stringify(content))
    const { status, noted } = await evaluateCommand('--data', log, '--models', 'knn', '--split', split)
    expect(noted).toContain('other.json was made for another file than listens.csv')
    expect(status).toBe(1)
  })
})
