import type { Manifest } from '../artifact/manifest.js'
import type { TrainReport } from './train-report.js'

/** How good a model is, as far as it was asked. */
export type Judgement = Pick<TrainReport, 'crossValidation' | 'calibration' | 'rankings' | 'variety'>

/** A judgement as the manifest has it; null when nothing was judged. */
export function metricsOf({ crossValidation, rankings = [] }: Judgement, seed: number): Manifest['metrics'] {
  const protocols: string[] = []
  const scores: Record<string, Record<string, number>> = {}
  if (crossValidation) {
    const { folds, model, globalMean, biasOnly } = crossValidation
    protocols.push(
      `rmse and mae: mean over ${folds} random folds of the user-item pairs, seed ${seed}, predictions clipped to the scale`,
    )
    for (const [name, { meanRmse, meanMae }] of Object.entries({
      [crossValidation.name]: model,
      globalMean,
      biasOnly,
    }))
      scores[name] = { rmse: meanRmse, mae: meanMae }
  }
  for (const { task, models, nCases } of rankings) {
    protocols.push(`${task}: NDCG@10 over ${nCases} held-out users, seed ${seed}, all songs as candidates`)
    for (const { name, ndcg } of models) scores[name] = { ...scores[name], [`${task}.ndcg`]: ndcg.mean }
  }
  return protocols.length === 0 ? null : { protocol: protocols.join('; '), scores }
}
