import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./cluster-program.ts', import.meta.url))

let program: string
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redux-cluster-'))
  program = join(folder, 'program.cjs')
  await build({ entryPoints: [PROGRAM], outfile: program, bundle: true, platform: 'node', format: 'cjs' })
  return () => rmSync(folder, { recursive: true })
})

/** Runs the program until the test is over. */
async function runCluster() {
  const primary = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    primary.kill('SIGCONT')
    primary.kill('SIGKILL')
    if (primary.exitCode === null && primary.signalCode === null) await once(primary, 'exit')
  })
  const [line] = (await once(primary.stdout, 'data')) as [Buffer]
  const [first, second] = (JSON.parse(String(line)) as number[]).map((port) => ({
    ask: async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      return { status: response.status, text: await response.text() }
    },
  }))
  return { primary, first: first!, second: second! }
}

/** The value of one series. */
function seriesIn(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

const HITS = 'redux_cache_requests_total{outcome="hit"}'

describe('metrics of a cluster', () => {
  test('are those of all workers, whichever is asked', async () => {
    const { first, second } = await runCluster()
    for (let i = 0; i < 3; i++) await first.ask('/count')
    for (let i = 0; i < 2; i++) await second.ask('/count')
    for (const worker of [first, second]) {
      const { status, text } = await worker.ask('/metrics')
      expect(status).toBe(200)
      expect(seriesIn(text, HITS)).toBe(5)
      const labels = 'method="GET",route="/count",status="200"'
      expect(seriesIn(text, `redux_http_request_duration_seconds_count{${labels}}`)).toBe(5)
      expect(seriesIn(text, `redux_http_request_duration_seconds_bucket{le="0.001",${labels}}`)).toBe(0)
      expect(seriesIn(text, `redux_http_request_duration_seconds_bucket{le="0.0025",${labels}}`)).toBe(5)
    }
  })

  test('add up what adds up, and else tell the worst', async () => {
    const { first } = await runCluster()
    const { text } = await first.ask('/metrics')
    expect(seriesIn(text, 'redux_http_requests_in_flight')).toBe(7)
    expect(seriesIn(text, 'redux_provider_breaker_state{provider="deezer"}')).toBe(2)
    expect(seriesIn(text, 'redux_component_up{component="database"}')).toBe(0)
    expect(seriesIn(text, 'redux_artifact_info{version="1"}')).toBe(1)
  })

  test('do not fall when a worker dies', async () => {
    const { first, second } = await runCluster()
    for (let i = 0; i < 3; i++) await first.ask('/count')
    expect(seriesIn((await second.ask('/metrics')).text, HITS)).toBe(3)
    await first.ask('/die')
    await vi.waitFor(async () => {
      const { text } = await second.ask('/metrics')
      expect(seriesIn(text, 'redux_http_requests_in_flight')).toBeLessThan(7)
      expect(seriesIn(text, HITS)).toBe(3)
    })
    await second.ask('/count')
    expect(seriesIn((await second.ask('/metrics')).text, HITS)).toBe(4)
  })

  test('do not fall while a worker is too busy to tell its own', async () => {
    const { first, second } = await runCluster()
    for (let i = 0; i < 3; i++) await first.ask('/count')
    await second.ask('/metrics')
    await first.ask('/block')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await second.ask('/count')
    const { status, text } = await second.ask('/metrics')
    expect(status).toBe(200)
    expect(seriesIn(text, HITS)).toBe(4)
  })

  test('are not answered with those of one worker when the primary does not answer', async () => {
    const { primary, first } = await runCluster()
    primary.kill('SIGSTOP')
    expect((await first.ask('/metrics')).status).toBe(503)
    primary.kill('SIGCONT')
    await vi.waitFor(async () => expect((await first.ask('/metrics')).status).toBe(200), { timeout: 10_000 })
  })
})
