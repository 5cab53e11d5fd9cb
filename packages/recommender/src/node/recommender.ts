import { Recommender as BrowserRecommender, type RecommenderOptions } from '../recommender.js'
import { loadArtifact } from './artifacts/load.js'

/**
 * Recommends from one trained version, read-only: no call changes anything, and the same arguments give the same
 * answer. What browsers get, and loading from a folder beside it.
 */
export class Recommender extends BrowserRecommender {
  /**
   * Loads and verifies a version.
   *
   * @param folder - An artifacts folder, whose `CURRENT` names the version, or a version folder itself.
   * @throws {@link RecommenderError} NOT_FOUND or NOT_A_FILE for the folder; BAD_ARTIFACT naming the file at fault;
   *   INVALID_OPTION.
   */
  static async load(folder: string, options: RecommenderOptions = {}): Promise<Recommender> {
    return new Recommender(await loadArtifact(folder), options)
  }
}
