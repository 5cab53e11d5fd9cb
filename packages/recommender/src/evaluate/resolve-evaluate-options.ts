import { RecommenderError } from '../errors.js'
import { checkInteger, checkNames } from '../options.js'
import type { EvaluateOptions, ProtocolName, Task } from './evaluate-options.js'
import { MODEL_NAMES } from './models.js'
import { COMPARED_METRICS } from './report.js'
import { checkName } from './suggest.js'

/** The defaults of {@link evaluate}. */
export const EVALUATE_DEFAULTS = Object.freeze({
  metrics: ['ndcg', 'recall', 'precision', 'mrr'],
  threshold: 4,
  folds: 5,
  last: 1,
  seed: 0,
  seeds: 1,
  cases: false,
} as const)

/** Every protocol, its default first. */
export const PROTOCOLS: readonly ProtocolName[] = ['new-user', 'known', 'k-fold', 'leave-one-out', 'last-n']

/** Every task. */
export const TASKS: readonly Task[] = ['new-5', 'new-3', 'new-1', 'known']

/** {@link EvaluateOptions} with defaults filled in, but for the protocol, which a split file may say. */
export type ResolvedEvaluateOptions = EvaluateOptions &
  Required<Pick<EvaluateOptions, keyof typeof EVALUATE_DEFAULTS | 'baseline'>>

const NAMES = [
  ...Object.keys(EVALUATE_DEFAULTS),
  ...['data', 'models', 'protocol', 'split', 'task', 'baseline'],
  ...['format', 'columns', 'encoding', 'onProgress', 'signal'],
]

/** Fills in defaults; refuses unknown names and values out of range before any work is done. */
export function resolveEvaluateOptions(options: EvaluateOptions): ResolvedEvaluateOptions {
  checkNames(options, NAMES)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const all = { ...EVALUATE_DEFAULTS, ...Object.fromEntries(given) } as object as ResolvedEvaluateOptions
  for (const name of ['data', 'split'] as const)
    if ((name === 'data' || all.split !== undefined) && (typeof all[name] !== 'string' || all[name] === ''))
      throw invalid(`${name} must be a path, got ${String(all[name])}`)
  checkList('model', all.models, MODEL_NAMES)
  checkList('metric', all.metrics, COMPARED_METRICS)
  if (all.protocol !== undefined) checkName('protocol', all.protocol, PROTOCOLS)
  if (all.task !== undefined) checkName('task', all.task, TASKS)
  if (all.split !== undefined && all.protocol !== undefined)
    throw invalid('protocol goes without split, which says what is held out')
  if (all.split !== undefined && all.seeds !== 1)
    throw invalid('seeds goes without split, which fixes what is held out')
  if (all.split === undefined) resolveTask(all.protocol, all.task)
  if (all.baseline !== undefined) checkName('baseline', all.baseline, all.models)
  if (typeof all.threshold !== 'number' || !Number.isFinite(all.threshold))
    throw invalid(`threshold must be a finite number, got ${String(all.threshold)}`)
  checkInteger('folds', all.folds, 2)
  checkInteger('last', all.last, 1)
  checkInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  checkInteger('seeds', all.seeds, 1)
  const baseline = all.baseline ?? (all.models.includes('popularity') ? 'popularity' : all.models[0])
  return { ...all, baseline }
}

/**
 * What is asked under a protocol: the default of what was left open.
 *
 * @throws {@link RecommenderError} INVALID_OPTION when both were given and contradict each other.
 */
export function resolveTask(
  protocol: ProtocolName | undefined,
  task: Task | undefined,
): { readonly protocol: ProtocolName; readonly task: Task } {
  const isNew = protocol === undefined ? task !== 'known' : protocol === 'new-user'
  if (task !== undefined && isNew !== (task !== 'known'))
    throw invalid(
      `the task ${task} does not go with ${protocol}: ${isNew ? 'new-5, new-3 or new-1 does' : 'known does'}`,
    )
  return { protocol: protocol ?? (isNew ? 'new-user' : 'known'), task: task ?? (isNew ? 'new-5' : 'known') }
}

function checkList(what: string, names: readonly string[], known: readonly string[]): void {
  if (!Array.isArray(names) || names.length === 0) throw invalid(`${what}s must name at least one ${what}`)
  for (const name of names) checkName(what, name, known)
  const repeated = names.find((name, n) => names.indexOf(name) < n)
  if (repeated !== undefined) throw invalid(`the ${what} ${repeated} is given twice`)
}

function invalid(message: string): RecommenderError {
  return new RecommenderError('INVALID_OPTION', message)
}
