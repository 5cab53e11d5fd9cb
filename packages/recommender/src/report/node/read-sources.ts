import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { RecommenderError } from '../../errors.js'
import { EVALUATION_FORMAT_VERSION } from '../../evaluate/report.js'
import { CURRENT_FILE, loadArtifact } from '../../node/artifacts/load.js'
import { readInteractions } from '../../node/read/read-interactions.js'
import type { CsvColumns } from '../../node/read/read-options.js'
import { type Evaluation, evaluationSchema } from '../evaluation.js'
import type { ReportSources } from '../sources.js'
import { checkedJson, jsonOf, readText } from './json-file.js'
import { readRun } from './read-run.js'
import { readStudy } from './read-study.js'

/** Where the sources of a report lie. */
export interface SourcePaths {
  /** An artifacts folder, a version folder, an evaluation's JSON or a study's journal; a look at it tells which. */
  readonly source: string
  readonly evaluation?: string
  readonly study?: string
  /** The data file, for what a version does not keep of it. */
  readonly data?: string
  /** Which columns of the data file hold what, for a CSV of its own kind. */
  readonly columns?: CsvColumns
  /** Where runs are recorded. @defaultValue `runs` beside the artifacts folder */
  readonly runs?: string
}

/**
 * Reads everything a report is made of.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE, EMPTY_DATA, UNREADABLE, BAD_ARTIFACT; UNKNOWN_FORMAT for a
 *   file of another kind; INVALID_OPTION for two sources of a kind; and as `readInteractions` for the data.
 */
export async function readSources({ source, runs, columns, ...named }: SourcePaths): Promise<ReportSources> {
  const kind = await kindOf(source)
  if (kind !== 'artifact' && named[kind] !== undefined)
    throw new RecommenderError(
      'INVALID_OPTION',
      `${source} is ${NAMES[kind]}, and --${kind} names another one`,
    )
  const evaluation = kind === 'evaluation' ? source : named.evaluation
  const study = kind === 'study' ? source : named.study
  return {
    ...(kind === 'artifact' && (await readVersion(source, runs))),
    ...(evaluation !== undefined && { evaluation: await readEvaluation(evaluation) }),
    ...(study !== undefined && { study: await readJournal(study) }),
    ...(named.data !== undefined && { data: await readInteractions(named.data, { columns }) }),
  }
}

const NAMES = { artifact: 'an artifacts folder', evaluation: 'an evaluation', study: 'a journal' } as const

type Kind = keyof typeof NAMES

async function kindOf(path: string): Promise<Kind> {
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isDirectory()) return 'artifact'
  const kind = kindOfText(await readText(path))
  if (kind === 'evaluation' || kind === 'study') return kind
  throw new RecommenderError(
    'UNKNOWN_FORMAT',
    `${path} is ${kind}: expected an artifacts folder, an evaluation's JSON or a study's journal`,
  )
}

/** `evaluation`, `study`, or what else it is, in words. */
function kindOfText(text: string): string {
  const whole = jsonOf(text)
  if (fieldOf(whole, 'kind') === 'evaluation') return 'evaluation'
  const firstLine = text.slice(0, text.indexOf('\n') + 1 || undefined)
  if (typeof fieldOf(jsonOf(firstLine), 'op_code') === 'number') return 'study'
  const kind = fieldOf(whole, 'kind')
  if (typeof kind === 'string') return `JSON of the kind ${JSON.stringify(kind.slice(0, 40))}`
  return whole === undefined ? 'no JSON' : 'JSON of another kind'
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
}

async function readEvaluation(path: string): Promise<Evaluation> {
  const text = await readText(path)
  const kind = kindOfText(text)
  if (kind !== 'evaluation')
    throw new RecommenderError('UNKNOWN_FORMAT', `${path} is no evaluation but ${describe(kind)}`)
  const json = jsonOf(text)
  const version = fieldOf(json, 'formatVersion')
  if (typeof version === 'number' && version > EVALUATION_FORMAT_VERSION)
    throw new RecommenderError(
      'UNKNOWN_FORMAT',
      `${path} has format version ${version}, newer than ${EVALUATION_FORMAT_VERSION}, the newest that this release of @redux/recommender reads`,
    )
  return checkedJson(path, json, evaluationSchema)
}

async function readJournal(path: string) {
  const kind = kindOfText(await readText(path))
  if (kind === 'study') return readStudy(path)
  throw new RecommenderError('UNKNOWN_FORMAT', `${path} is no journal of a study but ${describe(kind)}`)
}

function describe(kind: string): string {
  return kind === 'evaluation' || kind === 'study' ? NAMES[kind] : kind
}

/** A version, and the run that made it if its record is there. */
async function readVersion(folder: string, runs: string | undefined): Promise<ReportSources> {
  const artifact = await loadArtifact(folder)
  const id = artifact.manifest.run
  if (id === undefined || !isPlainName(id)) return { artifact }
  const path = resolve(folder)
  const isArtifacts = (await stat(join(path, CURRENT_FILE)).catch(() => undefined)) !== undefined
  const artifacts = isArtifacts ? path : dirname(path)
  const run = await readRun(join(runs ?? join(dirname(artifacts), 'runs'), id), id)
  return run === undefined ? { artifact } : { artifact, run }
}

/** Whether a name stays in its folder; manifests come from elsewhere. */
function isPlainName(name: string): boolean {
  return /^[\w-][\w.-]*$/.test(name)
}
