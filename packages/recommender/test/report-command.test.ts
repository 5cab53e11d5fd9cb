import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RecommenderErrorCode } from '../src/errors.js'
import { publishArtifact } from '../src/node/artifacts/publish.js'
import { runCommand } from '../src/node/cli/run-command.js'
import { report } from '../src/report/node/report.js'
import { evaluationJson, hostileContent, runReport, writeJournal, writeRun } from './report-material.js'
import { temporaryFolder } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const artifacts = join(folder, 'artifacts')
const evaluation = join(folder, 'evaluation.json')
const journal = join(folder, 'study.journal')
const out = join(folder, 'report.html')
let version: string

beforeAll(async () => {
  version = (await publishArtifact(artifacts, hostileContent())).folder
  writeRun(join(folder, 'runs', 'run-1'))
  writeFileSync(evaluation, JSON.stringify(evaluationJson(), null, 2))
  await writeJournal(journal)
})

/** Writes a file of the test's and returns its path. */
function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function reportCommand(...args: string[]) {
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
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    terminal.note(String(text))
    return true
  })
  try {
    return { status: await runCommand(['report', ...args], terminal), ...said }
  } finally {
    stderr.mockRestore()
  }
}

describe('redux report', () => {
  it('writes one page of a version, its run, an evaluation and a study, and says where', async () => {
    const args = [artifacts, '--evaluation', evaluation, '--study', journal, '--out', out]
    const { status, printed, noted } = await reportCommand(...args)
    expect([status, noted]).toEqual([0, ''])
    expect(printed).toMatch(/report\.html \(\d+ kB\)\n$/)
    const page = readFileSync(out, 'utf8')
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toContain('First, smallest and last value of each curve')
    expect(page).toContain('Evaluation on listens.csv')
    expect(page).toContain('a study of &lt;rates&gt;')
    expect(readdirSync(folder).filter((name) => name.startsWith('.publishing'))).toEqual([])
  })

  it('finds the run of a version folder, too, and prints JSON with --json', async () => {
    const { status, printed } = await reportCommand(version, '--out', out, '--json')
    expect(status).toBe(0)
    expect(JSON.parse(printed)).toEqual({ path: out, bytes: statSync(out).size })
    expect(readFileSync(out, 'utf8')).toContain('the mean RMSE of bayes is')
  })

  it('looks for runs where it is told to', async () => {
    const runs = join(folder, 'elsewhere')
    const changed = { ...runReport(), calibration: { ...runReport().calibration, coverage95: 0.123 } }
    writeRun(join(runs, 'run-1'), changed)
    expect((await reportCommand(artifacts, '--runs', runs, '--out', out)).status).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain('hold 12.3\u00a0%')
  })

  it.each([
    ['an evaluation', evaluation, '<h1>Report on listens.csv</h1>'],
    ['a journal', journal, '<h1>Report on a study of &lt;rates&gt;</h1>'],
  ])('tells %s by a look at it', async (_, source, title) => {
    expect((await reportCommand(source, '--out', out)).status).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain(title)
  })

  it('leaves a journal as it is, even one that it may only read', async () => {
    const before = readFileSync(journal)
    const { mtimeMs } = statSync(journal)
    await report({ source: journal, out })
    expect(readFileSync(journal).equals(before)).toBe(true)
    expect(statSync(journal).mtimeMs).toBe(mtimeMs)
  })

  it('shows more of the data when it has the file', async () => {
    const log = written('listens.csv', 'user,song,plays\nann,a,3\nann,b,1\nbob,a,9\n')
    const columns = ['--columns', 'user=user,item=song,plays=plays']
    expect((await reportCommand(evaluation, '--data', log, ...columns, '--out', out)).status).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain('How much a listener listens')
  })

  it('overwrites a report, but nothing else unless it is forced to', async () => {
    const page = written('mine.html', '<!doctype html><p>mine</p>')
    const { status, noted } = await reportCommand(evaluation, '--out', page)
    expect([status, noted]).toEqual([2, `error: ${page} is there and is no report; --force overwrites it\n`])
    expect(readFileSync(page, 'utf8')).toContain('mine')
    expect((await reportCommand(evaluation, '--out', page, '--force')).status).toBe(0)
    expect((await reportCommand(evaluation, '--out', page)).status).toBe(0)
  })

  it('says in its help what it overwrites', async () => {
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
    try {
      expect((await reportCommand('--help')).status).toBe(0)
      const help = stdout.mock.calls.map(([text]) => String(text)).join('')
      expect(help.replaceAll(/\s+/g, ' ')).toContain(
        'a file that is no report is only overwritten with --force',
      )
    } finally {
      stdout.mockRestore()
    }
  })

  it('ends with 1 for a bad source and with 2 for a bad command line', async () => {
    const { status, noted } = await reportCommand(join(folder, 'nowhere'), '--out', out)
    expect([status, noted]).toEqual([1, `error: ${join(folder, 'nowhere')} does not exist\n`])
    expect((await reportCommand()).status).toBe(2)
  })
})

describe('what cannot be reported on', () => {
  const text = (value: unknown) => JSON.stringify(value)
  const journalLine = text({ op_code: 0, worker_id: 'w', study_name: 's', directions: [1] })
  const cases: readonly [what: string, content: string, code: RecommenderErrorCode, message: RegExp][] = [
    ['an empty file', '', 'EMPTY_DATA', /is empty$/],
    ['a file of blanks', ' \n\n', 'EMPTY_DATA', /is empty$/],
    [
      'JSON of another kind',
      text({ kind: 'menu' }),
      'UNKNOWN_FORMAT',
      /is JSON of the kind "menu": expected/,
    ],
    ['JSON without a kind', '[1, 2]', 'UNKNOWN_FORMAT', /is JSON of another kind: expected/],
    ['no JSON', 'user,item\n1,2\n', 'UNKNOWN_FORMAT', /is no JSON: expected/],
    [
      'an evaluation of a newer format',
      text({ ...evaluationJson(), formatVersion: 99 }),
      'UNKNOWN_FORMAT',
      /has format version 99, newer than 1/,
    ],
    ['an evaluation without models', text({ ...evaluationJson(), models: [] }), 'UNREADABLE', /models/],
    ['a journal without a study', `${text({ op_code: 8 })}\n`, 'UNREADABLE', /broken\.txt: /],
    ['a broken journal', `${journalLine}\nnot json\n${journalLine}\n`, 'UNREADABLE', /broken\.txt: line 2: /],
    [
      'a study of two values',
      `${text({ op_code: 0, worker_id: 'w', study_name: 's', directions: [1, 2] })}\n`,
      'UNREADABLE',
      /minimum or maximum of one value/,
    ],
  ]
  it.each(cases)('%s', async (_, content, code, message) => {
    const source = written('broken.txt', content)
    await expect(report({ source, out })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  it('a folder without artifacts', async () => {
    const source = join(folder, 'empty')
    mkdirSync(source, { recursive: true })
    await expect(report({ source, out })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a version with an altered file', async () => {
    const copy = join(folder, 'altered')
    cpSync(artifacts, copy, { recursive: true })
    const path = join(copy, readFileSync(join(copy, 'CURRENT'), 'utf8').trim(), 'item_factors.npy')
    const bytes = readFileSync(path)
    bytes[200] ^= 1
    writeFileSync(path, bytes)
    await expect(report({ source: copy, out })).rejects.toMatchObject({
      code: 'BAD_ARTIFACT',
      message: expect.stringContaining('item_factors.npy'),
    })
  })

  it('a run whose report is none', async () => {
    const runs = join(folder, 'bad-runs')
    writeRun(join(runs, 'run-1'), { rankings: 'many' })
    await expect(report({ source: artifacts, runs, out })).rejects.toMatchObject({
      code: 'UNREADABLE',
      message: expect.stringContaining('report.json'),
    })
  })

  it('two sources of a kind, or one under the wrong name', async () => {
    await expect(report({ source: evaluation, evaluation, out })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
    await expect(report({ source: artifacts, study: evaluation, out })).rejects.toMatchObject({
      code: 'UNKNOWN_FORMAT',
      message: `${evaluation} is no journal of a study but an evaluation`,
    })
    await expect(report({ source: artifacts, evaluation: artifacts, out })).rejects.toMatchObject({
      code: 'NOT_A_FILE',
    })
  })

  it('a page in a folder that is not there, or where a folder is, before any work', async () => {
    const nowhere = { source: 'not looked at' }
    await expect(report({ ...nowhere, out: join(folder, 'no', 'a.html') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('a.html'),
    })
    await expect(report({ ...nowhere, out: folder, force: true })).rejects.toMatchObject({
      code: 'NOT_A_FILE',
    })
  })

  it('an option that there is not', async () => {
    const options = { source: evaluation, output: out }
    await expect(report(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })
})
