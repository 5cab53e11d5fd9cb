import {
  comparePaired,
  type FewSeedLinear,
  intraListDiversity,
  meanInterval,
  ndcgAt,
  type RankingCase,
} from '@redux/svd'
import { maximalMarginalRelevance, POOL } from '../maximal-marginal-relevance.js'
import { linearSpaceOf } from '../seed-space/linear-space.js'
import type { SeedSpace } from '../seed-space/seed-space.js'
import { weightsOf } from './judge-rankings.js'
import type { Phases, Tell } from './phases.js'
import type { VarietyJudgement } from './train-report.js'

/** Those of up next and of the shelves, beside none at all. */
const RELEVANCE_WEIGHTS = [1, 0.92, 0.9, 0.84, 0.76]
const LIMIT = 10

/**
 * What variety costs newcomers: NDCG@10 and diversity of the lists that maximal marginal relevance chooses as up next
 * and the shelves do, but for their rules about artists, against those by relevance alone.
 *
 * @param model - Trained without them.
 */
export async function judgeVariety(
  model: FewSeedLinear,
  cases: readonly RankingCase[],
  phases: Phases,
  tell: Tell,
): Promise<VarietyJudgement[]> {
  const lists = new Lists(linearSpaceOf(model), model.itemIds)
  const judged: { relevanceWeight: number; ndcg: Float64Array; diversity: number }[] = []
  for (const relevanceWeight of RELEVANCE_WEIGHTS) {
    tell(judged.length / RELEVANCE_WEIGHTS.length, `variety: relevance weight ${relevanceWeight}`)
    judged.push({ relevanceWeight, ...lists.judge(cases, relevanceWeight) })
    await phases.breathe()
  }
  return judged.map(({ relevanceWeight, ndcg, diversity }) => {
    const { mean, low, high } = comparePaired(ndcg, judged[0].ndcg).difference
    return { relevanceWeight, ndcg: meanInterval(ndcg).mean, lost: { mean, low, high }, diversity }
  })
}

/** Lists for newcomers. */
class Lists {
  readonly #space: SeedSpace
  readonly #itemIds: readonly string[]
  readonly #rows: ReadonlyMap<string, number>

  constructor(space: SeedSpace, itemIds: readonly string[]) {
    this.#space = space
    this.#itemIds = itemIds
    this.#rows = new Map(itemIds.map((id, row) => [id, row]))
  }

  judge(cases: readonly RankingCase[], relevanceWeight: number): { ndcg: Float64Array; diversity: number } {
    let diversity = 0
    const ndcg = Float64Array.from(cases, (rankingCase) => {
      const list = this.#list(rankingCase, relevanceWeight)
      diversity += intraListDiversity(list, (a, b) => this.#space.cosine(a, b)) / cases.length
      const relevant = new Set(rankingCase.targets.map(String))
      const ids = list.map((row) => this.#itemIds[row])
      return ndcgAt(ids, relevant, LIMIT)
    })
    return { ndcg, diversity }
  }

  #list(rankingCase: RankingCase, relevanceWeight: number): number[] {
    const weights = weightsOf(rankingCase.query, (item) => this.#rows.get(item))
    const profile = this.#space.profile(weights)
    if (profile === undefined) return []
    const nearest = this.#space.nearest(profile, LIMIT * POOL, new Set(weights.keys()))
    const similarity = (a: number, b: number) => this.#space.cosine(a, b)
    const pool = this.#space.relevances(nearest)
    return maximalMarginalRelevance(pool, { limit: LIMIT, relevanceWeight, similarity }).map(({ row }) => row)
  }
}
