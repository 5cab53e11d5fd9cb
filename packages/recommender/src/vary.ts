import { checkInteger } from './options.js'
import { createRandom } from './random.js'
import type { Found } from './seed-space/seed-space.js'

/** How far chance may lift a candidate, as a share of the spread of scores. */
const LIFT = 0.15

/**
 * Another order of nearly as relevant candidates: every score gets a random lift of up to 15 % of the spread
 * between the best and the worst. Without a seed the candidates come back as they are.
 */
export function vary(candidates: readonly Found[], seed: number | undefined): readonly Found[] {
  if (seed === undefined || candidates.length === 0) return candidates
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  const random = createRandom(seed)
  const spread = candidates[0].score - candidates[candidates.length - 1].score
  return candidates
    .map(({ row, score, product }) => ({ row, score: score + LIFT * spread * random(), product }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
}
