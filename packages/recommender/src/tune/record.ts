import type { Study } from '@redux/hyperopt'
import type { Run } from '../tracking/tracker.js'
import type { Searched } from './make-tune-report.js'
import { describeRange } from './search-space.js'
import type { TuneReport } from './tune-report.js'

/** Records what is searched, so that a run which is broken off can be understood, too. */
export async function recordQuestion(
  run: Run,
  {
    options,
    source,
    problem,
    study,
  }: Pick<Searched, 'options' | 'source' | 'problem'> & { readonly study: Study },
): Promise<void> {
  const { folds, seed, sampler, nTrials, timeout, storage } = options
  const space = Object.entries(problem.space).map(([name, range]) => [`space.${name}`, describeRange(range)])
  await run.logParams({
    ...{ model: problem.model, metric: problem.metric, folds, seed, sampler },
    ...(problem.task && { task: problem.task }),
    ...(nTrials !== undefined && { nTrials }),
    ...(timeout !== undefined && { timeout }),
    ...Object.fromEntries(space),
  })
  await run.setTags({
    ...{ data: source.read.name, sha256: source.read.sha256, study: study.studyName },
    ...(source.split && { split: source.split.name }),
    ...(storage !== undefined && { journal: storage }),
  })
}

/** Records what was found. */
export async function recordFindings(run: Run, report: TuneReport): Promise<void> {
  const best = Object.entries(report.best.parameters).map(([name, value]) => [`best.${name}`, value])
  await run.setTags(Object.fromEntries(best))
  await run.logArtifact('report.json', `${JSON.stringify(report, null, 2)}\n`)
}
