import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { endThreads } from '@redux/kernels'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { FunkSVD, rmse } from '../src/index.js'
import { codeOf } from './code-of.js'
import { fixtureRatings } from './fixtures.js'

const ratings = fixtureRatings('ratings.csv')
const options = { nFactors: 8, nEpochs: 6, threads: 2 }

function errorOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

describe('FunkSVD on two threads', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it('gives identical bits every time, and where there are no threads', () => {
    const fit = () => new FunkSVD(options).fit(ratings).parameters
    const first = fit()
    expect(fit()).toEqual(first)
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    expect(fit()).toEqual(first)
  })

  it('learns as well as on one, in another order', () => {
    const score = (threads: number) =>
      rmse(
        new FunkSVD({ nFactors: 8, nEpochs: 30, learningRate: 0.01, threads })
          .fit(ratings)
          .predictAll(ratings),
        ratings.values,
      )
    expect(score(2)).not.toBe(score(1))
    expect(Math.abs(score(2) - score(1))).toBeLessThan(0.02)
  })

  it('stops between two passes when asked to, and answers with those done', () => {
    const stop = new AbortController()
    const model = new FunkSVD(options)
    const onEpoch = ({ epoch }: { epoch: number }) => epoch === 2 && stop.abort()
    expect(codeOf(() => model.fit(ratings, { signal: stop.signal, onEpoch }))).toBe('ABORTED')
    expect(model.parameters).toEqual(new FunkSVD({ ...options, nEpochs: 2 }).fit(ratings).parameters)
  })

  it('reports a thread that broke off as WORKER_FAILED and keeps what it knew', () => {
    const model = new FunkSVD({ ...options, nEpochs: 1 }).fit(ratings)
    const before = model.parameters
    // Takes a call and breaks off: of the counters the first is of calls taken, then finished, then broken off.
    class BrokenWorker {
      on() {}
      unref() {}
      terminate() {}
      postMessage({ counters }: { counters: Int32Array }) {
        for (const counter of [0, 1, 2]) Atomics.add(counters, counter, 1)
      }
    }
    endThreads()
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ Worker: BrokenWorker } as never)
    const error = errorOf(() => model.fit(ratings))
    expect(error).toMatchObject({ name: 'SvdError', code: 'WORKER_FAILED', cause: { name: 'KernelError' } })
    vi.restoreAllMocks()
    expect(model.parameters).toEqual(before)
    expect(new FunkSVD(options).fit(ratings).parameters.itemFactors).toHaveLength(8 * ratings.nItems)
  })
})

describe('errors of the kernels', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('reach the caller as SvdError with their cause', () => {
    vi.stubEnv('REDUX_KERNELS', 'fortran')
    for (const model of [new FunkSVD(), new FunkSVD({ threads: 2 })]) {
      expect(() => model.fit(ratings)).toThrowError(
        expect.objectContaining({
          name: 'SvdError',
          code: 'INVALID_OPTION',
          cause: expect.objectContaining({ name: 'KernelError' }),
        }),
      )
    }
  })

  it('says OUT_OF_MEMORY when factors need more than a memory holds', () => {
    const wide = new FunkSVD({ nFactors: 4096, backend: 'wasm' })
    const many = { ...ratings, nUsers: 300_000, offsets: new Int32Array(300_001).fill(ratings.nRatings, 1) }
    expect(codeOf(() => wide.fit(many as unknown as typeof ratings))).toBe('OUT_OF_MEMORY')
  })
})

describe('a process that trains on threads', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redux-svd-'))
    await build({
      entryPoints: [fileURLToPath(new URL('train-on-threads.ts', import.meta.url))],
      outfile: join(folder, 'train.cjs'),
      bundle: true,
      platform: 'node',
      logLevel: 'error',
      alias: {
        '@redux/kernels/linear-algebra': fileURLToPath(
          new URL('../../kernels/src/linear-algebra/index.ts', import.meta.url),
        ),
        '@redux/kernels': fileURLToPath(new URL('../../kernels/src/index.ts', import.meta.url)),
      },
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(['well', 'broken'])('exits by itself after a training that went %s', async (how) => {
    // A process that hangs is killed, which rejects.
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'train.cjs'), how], {
      timeout: 30_000,
    })
    expect(stdout.trim()).toBe(how === 'well' ? 'trained' : 'WORKER_FAILED')
  })
})
