import { SvdError } from './errors.js'
import { int32, type ModelParameters, optionsOf } from './model-parameters.js'
import {
  countItems,
  type LearnedRanking,
  type Query,
  RankingModel,
  type TrainingStep,
} from './ranking-model.js'
import type { Ratings } from './ratings.js'
import { Vocabulary } from './vocabulary.js'

/**
 * Ranks items by their number of training users, the same for everybody: what every other model has to beat, and often
 * hard to.
 */
export class Popularity extends RankingModel {
  readonly kind = 'popularity'

  /**
   * A model from what {@link readModel} read.
   *
   * @throws {@link SvdError} BAD_FILE or DIMENSION_MISMATCH when the parameters are another model's or contradict each
   *   other.
   */
  static from(parameters: ModelParameters): Popularity {
    optionsOf(parameters, 'popularity')
    const { userIds, itemIds } = parameters
    const itemCounts = int32(parameters, 'item_counts', [itemIds.length])
    if (itemCounts.some((count) => count < 0)) throw new SvdError('BAD_FILE', 'item_counts must be >= 0')
    const model = new Popularity()
    model.learned = { users: new Vocabulary(userIds), items: new Vocabulary(itemIds), itemCounts }
    return model
  }

  protected *train(ratings: Ratings): Generator<TrainingStep, LearnedRanking, undefined> {
    const learned = { users: ratings.users, items: ratings.items, itemCounts: countItems(ratings) }
    yield { step: 1, nSteps: 1 }
    return learned
  }

  /** The number of training users of every item. */
  scores(_query: Query): Float64Array {
    return Float64Array.from(this.learned.itemCounts)
  }

  get parameters(): ModelParameters {
    const { users, items, itemCounts } = this.learned
    return {
      kind: this.kind,
      options: {},
      scalars: {},
      userIds: [...users.ids],
      itemIds: [...items.ids],
      arrays: { item_counts: { data: itemCounts.slice(), shape: [itemCounts.length] } },
    }
  }
}
