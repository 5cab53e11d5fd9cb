import { foldSpreadChart } from '../charts/fold-spread.js'
import { percent, score } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'
import { withoutRun } from './without-run.js'

export function foldsSection(sources: ReportSources): Section {
  const heading = { id: 'folds', title: 'Predicting ratings, fold by fold' }
  const report = sources.run?.report
  if (report === undefined) return { ...heading, lead: withoutRun(sources), parts: [] }
  const { crossValidation } = report
  if (crossValidation === undefined)
    return {
      ...heading,
      lead: 'Nothing was cross-validated: no model predicts ratings, or no folds were asked for.',
      parts: [],
    }
  const { name, folds, model, biasOnly, globalMean } = crossValidation
  const predictors = [
    { name, scores: model },
    { name: 'bias only', scores: biasOnly },
    { name: 'global mean', scores: globalMean },
  ]
  const better = 1 - model.meanRmse / biasOnly.meanRmse
  return {
    ...heading,
    lead: `Over ${folds} folds, the mean RMSE of ${name} is ${score(model.meanRmse)}, ${percent(Math.abs(better))} ${better >= 0 ? 'less' : 'more'} than that of biases alone. Differences no larger than the spread of the folds mean little.`,
    parts: [
      foldSpreadChart(predictors.map((predictor) => ({ name: predictor.name, rmse: predictor.scores.rmse }))),
      {
        caption: `RMSE and MAE over ${folds} folds`,
        head: ['Predictor', 'mean RMSE', ...model.rmse.map((_, fold) => `fold ${fold + 1}`), 'mean MAE'],
        rows: predictors.map(({ name: predictor, scores }) => [
          predictor,
          score(scores.meanRmse),
          ...scores.rmse.map(score),
          score(scores.meanMae),
        ]),
      },
    ],
  }
}
