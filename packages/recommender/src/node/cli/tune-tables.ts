import type { Task, TunedTrial, TuneReport } from '../../index.js'
import {
  describeParameters,
  describeRange,
  shortened,
  type TunedParameters,
} from '../../tune/search-space.js'
import { TUNED_MODELS } from '../../tune/tuned-models.js'
import { drawTable } from './tables.js'

const TASKS: Readonly<Record<Task, string>> = {
  'new-5': 'newcomers, five songs known',
  'new-3': 'newcomers, three songs known',
  'new-1': 'newcomers, one song known',
  known: 'held-out songs of users',
}

const LABELS = { rmse: 'RMSE', ndcg: 'NDCG@10' } as const

/** The command that trains with what was found; where it cannot be told all of that, one that searches anew. */
export interface TrainCommand {
  readonly command: string
  readonly untold: TunedParameters
}

/** Everything a search has to tell, top to bottom. */
export function tuneText(report: TuneReport, train: TrainCommand | null, colours: boolean): string {
  return [
    ...headLines(report),
    bestTable(report, colours),
    topTable(report, colours),
    ...(train ? [trainLine(train)] : []),
    ...(report.stopped ? ['Stopped before its end: this is the best so far'] : []),
  ].join('\n')
}

/** One line on a trial that is over. */
export function trialLine({ number, state, value, parameters, failure }: TunedTrial): string {
  const said = { failed: `failed (${failure})`, pruned: `given up at ${score(value)}` } as const
  const came = state === 'failed' || state === 'pruned' ? said[state] : score(value)
  return `trial ${number}: ${came} with ${describeParameters(parameters)}`
}

function headLines({
  data,
  model,
  metric,
  task,
  folds,
  nTrials,
  study,
  seconds,
  ...rest
}: TuneReport): string[] {
  const asked = task === null ? `mean of ${folds} folds` : `${TASKS[task]}, mean of ${folds} draws`
  const what = metric === 'rmse' ? 'ratings' : 'positives'
  const place = study.storage === null ? 'kept in memory only' : `study ${study.name} in ${study.storage}`
  const resumed = study.nResumed === 0 ? '' : `, ${count(study.nResumed)} of them from before`
  return [
    `Data: ${data.name}${data.split ? `, the training part of ${data.split.name}` : ''}: ${count(data.pairs)} ${what} of ${count(data.users)} users and ${count(data.items)} items`,
    `Search: ${model} by ${LABELS[metric]}, ${asked}; sampler ${rest.sampler}, seed ${rest.seed}; ${place}`,
    `Trials: ${count(nTrials.complete)} complete, ${count(nTrials.pruned)} given up, ${count(nTrials.failed)} failed${resumed}; ${seconds.toFixed(1)} s`,
  ]
}

/** The best parameters beside the model's own, and how much each matters. */
function bestTable(
  { best, defaults, metric, model, space, importances }: TuneReport,
  colours: boolean,
): string {
  const own: TunedParameters = TUNED_MODELS[model].defaults
  const rows = Object.entries(space).map(([name, range]) => [
    name,
    shortened(best.parameters[name]),
    shortened(own[name]),
    describeRange(range),
    importances ? `${Math.round(100 * (importances[name] ?? 0))} %` : '',
  ])
  return drawTable(
    ['Parameter', `best (trial ${best.number})`, 'default', 'searched', 'importance'],
    [[LABELS[metric], score(best.value), score(defaults?.value ?? null), '', ''], ...rows],
    { colours, numbers: [1, 2, 4] },
  )
}

function topTable({ top, metric, space }: TuneReport, colours: boolean): string {
  const names = Object.keys(space)
  const rows = top.map(({ number, value, parameters }) => [
    String(number),
    score(value),
    ...names.map((name) => shortened(parameters[name])),
  ])
  const head = ['Trial', LABELS[metric], ...names]
  return drawTable(head, rows, { colours, numbers: head.map((_, column) => column) })
}

function trainLine({ command, untold }: TrainCommand): string {
  const names = Object.keys(untold).join(', ')
  return names === ''
    ? `Train with it: ${command}`
    : `To train, search anew, for no option of redux train is for ${names}: ${command}`
}

function score(value: number | null): string {
  return value === null ? '' : value.toFixed(5)
}

function count(value: number): string {
  return value.toLocaleString('en')
}
