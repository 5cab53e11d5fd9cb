import type { ReportSources } from '../sources.js'

/** Why there is nothing of a training run to show, in a sentence. */
export function withoutRun({ artifact, run }: ReportSources): string {
  if (artifact === undefined) return 'No version was given, so there is no training run to show.'
  const name = artifact.manifest.run
  if (name === undefined) return 'The version does not say which training run made it.'
  if (run === undefined)
    return `The record of the training run ${name} was not found; --runs says where runs are recorded.`
  return `The training run ${run.id} left no report: it did not come to its end.`
}
