import { count, score } from './page/numbers.js'
import { type Front, pageHtml } from './page/page.js'
import type { MakeSection, Section } from './section.js'
import { calibrationSection } from './sections/calibration.js'
import { comparisonSection } from './sections/comparison.js'
import { dataSection } from './sections/data.js'
import { foldsSection } from './sections/folds.js'
import { indexesSection } from './sections/indexes.js'
import { learningSection } from './sections/learning.js'
import { listenersSection } from './sections/listeners.js'
import { reproduceSection } from './sections/reproduce.js'
import { tasteMapSection } from './sections/taste-map.js'
import { tradeOffsSection } from './sections/trade-offs.js'
import { tuningSection } from './sections/tuning.js'
import type { ReportSources } from './sources.js'

/** In the order of the page. */
const SECTIONS: readonly MakeSection[] = [
  dataSection,
  learningSection,
  foldsSection,
  comparisonSection,
  indexesSection,
  tuningSection,
  calibrationSection,
  tradeOffsSection,
  tasteMapSection,
  listenersSection,
  reproduceSection,
]

/**
 * A report as one HTML page that needs nothing else, its charts drawn into it. The same sources give the same page
 * but for the times of the indexes, which are measured.
 */
export async function renderReport(sources: ReportSources): Promise<string> {
  const sections: Section[] = []
  for (const makeSection of SECTIONS) sections.push(await makeSection(sources))
  return pageHtml(frontOf(sources), sections)
}

function frontOf({ artifact, run, evaluation, study, data }: ReportSources): Front {
  if (artifact === undefined) {
    const name = evaluation?.data.name ?? study?.studyName ?? data?.report.name ?? 'nothing'
    return {
      title: `Report on ${name}`,
      subtitle: `Of ${evaluation ? 'an evaluation' : 'a study'}`,
      facts: [],
    }
  }
  const { manifest } = artifact
  const { name, kind, users, items, pairs } = manifest.data
  const accuracy = (run?.report?.rankings ?? []).map(
    ({ task, models }) => [`NDCG@10, ${task}`, score(models[0]!.ndcg.mean)] as const,
  )
  const { crossValidation } = run?.report ?? {}
  return {
    title: `Report on ${name}`,
    subtitle: `Version ${manifest.version}, model ${manifest.model.kind}, made ${manifest.createdAt.slice(0, 10)}`,
    facts: [
      [kind === 'plays' ? 'listeners' : 'users', count(users)],
      [kind === 'plays' ? 'songs' : 'items', count(items)],
      ['pairs', count(pairs)],
      ...accuracy,
      ...(crossValidation ? ([['RMSE', score(crossValidation.model.meanRmse)]] as const) : []),
    ],
  }
}
