import type { Query } from '../ranking-model.js'
import type { Id } from '../vocabulary.js'

/** One question with known answers. */
export interface RankingCase {
  /** Whose case it is: cases of one user are not independent, see {@link meanInterval}. */
  readonly user: string
  readonly query: Query
  /** The right answers: at least one, none of them a seed or excluded. */
  readonly targets: readonly Id[]
  /** Items that are no candidates, beside the seeds. */
  readonly excluded?: readonly Id[]
}

/**
 * The same case with its first n seeds only; the others become targets. So cases with few seeds are nested in those with
 * more, and methods, though not tasks, can be compared.
 */
export function withFirstSeeds({ query, targets, ...rest }: RankingCase, n: number): RankingCase {
  const { seeds } = query
  return {
    ...rest,
    query: { ...query, seeds: seeds.slice(0, n) },
    targets: [...targets, ...seeds.slice(n).map(({ item }) => item)],
  }
}
