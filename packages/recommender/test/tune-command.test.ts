import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommand } from '../src/node/cli/run-command.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const log = writeSmallLog(folder)
const runs = join(folder, 'runs')

/** Runs `redux` in this process, with what it writes caught. */
async function redux(args: readonly string[], onNote: (text: string) => void = () => {}) {
  const said = { printed: '', noted: '' }
  const terminal = {
    print: (text: string) => {
      said.printed += `${text}\n`
    },
    note: (text: string) => {
      said.noted += `${text}\n`
      onNote(text)
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
    const status = await runCommand(args, terminal)
    return { status, ...said }
  } finally {
    stderr.mockRestore()
  }
}

const tuneCommand = (...args: string[]) => redux(['tune', log, '--folds', '2', '--runs', runs, ...args])

/** Runs a `redux train` that was printed. */
async function trainedBy(command: string) {
  const [program, ...args] = command.split(' ')
  expect(program).toBe('redux')
  const { status, printed } = await redux([
    ...args,
    '--out',
    join(folder, 'artifacts'),
    '--folds',
    '0',
    '--json',
  ])
  return { status, ...JSON.parse(printed) }
}

describe('redux tune', () => {
  it('prints the best parameters beside the defaults, the best trials and how to train with them', async () => {
    const { status, printed, noted } = await tuneCommand('--model', 'svd', '--trials', '3')
    expect(status).toBe(0)
    expect(printed).toMatch(/^Data: listens.csv: [\d,]+ ratings of 80 users and \d+ items\n/)
    expect(printed).toContain(
      'Search: svd by RMSE, mean of 2 folds; sampler tpe, seed 0; kept in memory only',
    )
    expect(printed).toContain('Trials: 3 complete, 0 given up, 0 failed; ')
    expect(printed).toMatch(/│ nFactors +│ +\d+ │ +50 │ 20 to 100 +│ +\d+ % │/)
    expect(printed).toMatch(/│ Trial │ +RMSE │ nFactors │ nEpochs │ learningRate │ regularization │/)
    expect(printed).toMatch(
      /Train with it: redux train \S+ --model svd --factors \d+ --epochs \d+ --learning-rate 0/,
    )
    expect(noted).toMatch(
      /^read: .*\ntrial 0: 0\.\d{5} with nFactors 50, .*\ntrial 1: .*\ntrial 2: .*\ntune: 3 of 3 trials/,
    )
  })

  it('prints JSON and nothing else with --json, and writes the same with --out', async () => {
    const out = join(folder, 'tuning.json')
    const args = ['--model', 'ials', '--task', 'new-3', '--trials', '2', '--json', '--out', out]
    const { status, printed } = await tuneCommand(...args)
    expect(status).toBe(0)
    const report = JSON.parse(printed)
    expect(report).toMatchObject({
      kind: 'tuning',
      formatVersion: 1,
      model: 'ials',
      task: 'new-3',
      metric: 'ndcg',
    })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(report)
  })

  it('names a command that trains with what was found', async () => {
    const { printed } = await tuneCommand('--model', 'svd', '--trials', '2', '--json')
    const { train, best } = JSON.parse(printed)
    expect(train.untold).toEqual({})
    const { status, hyperparameters } = await trainedBy(train.command)
    expect(status).toBe(0)
    for (const [name, value] of Object.entries(best.parameters))
      expect(hyperparameters[name]).toBeCloseTo(Number(value), 4)
  })

  it('names a command that searches anew where not everything can be told', async () => {
    const { printed } = await tuneCommand('--model', 'linear', '--trials', '2', '--json')
    const { train, best } = JSON.parse(printed)
    expect(train.untold).toEqual({ keepRate: best.parameters.keepRate })
    expect(train.command).toMatch(/^redux train \S+ --model linear --trials 2 --seed 0$/)
    const { status, tuning } = await trainedBy(train.command)
    expect(status).toBe(0)
    expect(tuning.nTrials).toBe(2)
  })

  it('names no command for a model that is not trained for serving', async () => {
    const { printed } = await tuneCommand('--model', 'knn', '--trials', '2')
    expect(printed).not.toContain('redux train')
  })

  it('quotes the name of a file for the shell', async () => {
    const path = join(folder, "ann's log.csv")
    writeFileSync(path, readFileSync(log))
    const args = ['tune', path, '--model', 'svd', '--trials', '1', '--folds', '2', '--runs', runs]
    expect((await redux(args)).printed).toContain(`ann'\\''s log.csv' --model svd`)
  })

  it('stopped by Ctrl-C, shows the best so far and goes on when it is started again', async () => {
    const storage = join(folder, 'stopped.log')
    const args = ['tune', log, '--model', 'svd', '--folds', '2', '--runs', runs, '--storage', storage]
    const stopped = await redux([...args, '--trials', '500'], (text) => {
      if (text.startsWith('trial 1:')) process.emit('SIGINT', 'SIGINT')
    })
    expect(stopped.status).toBe(130)
    expect(stopped.printed).toContain('Trials: 2 complete')
    expect(stopped.printed).toContain('Stopped before its end: this is the best so far')
    expect(stopped.noted).toContain(`stopped; the same command goes on with the trials in ${storage}\n`)
    const again = await redux([...args, '--trials', '3'])
    expect(again.status).toBe(0)
    expect(again.noted).toContain(`going on with ${storage}: 2 trials are there already\n`)
    expect(again.printed).toContain('Trials: 3 complete, 0 given up, 0 failed, 2 of them from before')
    expect(again.noted).not.toContain('trial 1:')
  })

  it.each([
    [[], "required option '--model <name>' not specified", 2],
    [['--model', 'lineer'], 'Allowed choices are svd, bayes, linear, ials, knn', 2],
    [['--model', 'svd', '--trails', '3'], 'Did you mean --trials?', 2],
    [['--model', 'svd', '--trials', '0'], 'It must be an integer in 1..100000.', 2],
    [['--model', 'svd', '--timeout', '0'], 'It must be a number > 0', 2],
    [['--model', 'svd', '--task', 'known'], 'task is for models that rank', 2],
    [['--model', 'svd', '--split', 'absent.json'], 'absent.json does not exist', 1],
    [['--model', 'svd', '--out', 'absent/tuning.json'], 'ENOENT', 1],
    [['--model', 'svd', '--storage', log], 'listens.csv is no journal of trials', 1],
  ])('redux tune %j says why and ends with its exit code', async (args, sentence, exitCode) => {
    const { status, printed, noted } = await tuneCommand(...args)
    expect(noted).toContain(sentence)
    expect(printed).toBe('')
    expect(status).toBe(exitCode)
  })

  it.each([
    ['absent.csv', 'absent.csv does not exist'],
    [join(folder, 'empty.csv'), 'empty.csv is empty'],
  ])('refuses %s', async (path, sentence) => {
    writeFileSync(join(folder, 'empty.csv'), '')
    const { status, noted } = await redux(['tune', path, '--model', 'svd', '--runs', runs])
    expect(noted).toContain(sentence)
    expect(status).toBe(1)
  })
})
