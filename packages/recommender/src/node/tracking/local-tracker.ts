import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RecommenderError } from '../../errors.js'
import type { ParamValue, Run, RunStatus, Tracker } from '../../tracking/tracker.js'
import { temporaryName } from '../artifacts/temporary-name.js'

/** A name that is a file's name everywhere, with `/` for folders. */
const NAME = /^[\w.\- ]+(\/[\w.\- ]+)*$/

/** Where runs are recorded when nobody says otherwise: `runs` beside the artifacts folder. */
export function runsBeside(artifacts: string): string {
  return join(dirname(artifacts), 'runs')
}

/**
 * Records runs as plain files, one folder a run: `run.json` (id, name, status, times, tags), `params.json`,
 * `metrics/<name>.ndjson` with one `{"step","value","time"}` a line, and `artifacts/`.
 *
 * @param folder - Created at the first run.
 */
export function localTracker(folder: string): Tracker {
  return {
    async startRun(name) {
      const startTime = new Date()
      const time = startTime.toISOString().replace(/[-:]|\.\d+/g, '')
      const run = new LocalRun(join(folder, `${time}-${randomBytes(4).toString('hex')}`), name, startTime)
      await run.open()
      return run
    },
  }
}

class LocalRun implements Run {
  readonly id: string
  readonly #folder: string
  readonly #name: string
  readonly #startTime: Date
  #status: RunStatus = 'running'
  readonly #params: Record<string, ParamValue> = {}
  readonly #tags: Record<string, ParamValue> = {}

  constructor(folder: string, name: string, startTime: Date) {
    this.id = basename(folder)
    this.#folder = folder
    this.#name = name
    this.#startTime = startTime
  }

  async open(): Promise<void> {
    await mkdir(join(this.#folder, 'metrics'), { recursive: true })
    await this.#writeRun()
  }

  async logParams(params: Readonly<Record<string, ParamValue>>): Promise<void> {
    Object.assign(this.#params, params)
    await this.#replace('params.json', this.#params)
  }

  async logMetric(name: string, value: number, step = 0): Promise<void> {
    const line = JSON.stringify({ step, value, time: new Date().toISOString() })
    const path = join(this.#folder, 'metrics', `${checkedName(name)}.ndjson`)
    await mkdir(dirname(path), { recursive: true })
    await appendFile(path, `${line}\n`)
  }

  async setTags(tags: Readonly<Record<string, ParamValue>>): Promise<void> {
    Object.assign(this.#tags, tags)
    await this.#writeRun()
  }

  async logArtifact(name: string, content: Uint8Array | string): Promise<void> {
    const path = join(this.#folder, 'artifacts', checkedName(name))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }

  async end(status: Exclude<RunStatus, 'running'>): Promise<void> {
    this.#status = status
    await this.#writeRun()
  }

  #writeRun(): Promise<void> {
    return this.#replace('run.json', {
      id: this.id,
      name: this.#name,
      status: this.#status,
      startTime: this.#startTime.toISOString(),
      endTime: this.#status === 'running' ? null : new Date().toISOString(),
      tags: this.#tags,
    })
  }

  /** A reader finds the old file or the new one, never a part. */
  async #replace(name: string, content: object): Promise<void> {
    const temporary = join(this.#folder, temporaryName())
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`)
    await rename(temporary, join(this.#folder, name))
  }
}

function checkedName(name: string): string {
  if (NAME.test(name) && !name.split('/').includes('..')) return name
  throw new RecommenderError(
    'INVALID_OPTION',
    `a metric or artifact of a run must be named with letters, digits, _ - . / and blanks, got ${JSON.stringify(name)}`,
  )
}
