import { MatrixWorkspace } from '@redux/kernels/linear-algebra'
import ndarray, { type NdArray } from 'ndarray'
import { SvdError } from '../errors.js'
import { topEigen } from '../linear-algebra/lanczos.js'
import { float32, int32, type ModelParameters, optionsOf } from '../model-parameters.js'
import {
  type BackendOption,
  requireBackend,
  requireInteger,
  requireNumber,
  withDefaults,
} from '../options.js'
import {
  knownSeeds,
  type LearnedRanking,
  type Query,
  RankingModel,
  type TrainingStep,
} from '../ranking-model.js'
import type { Ratings } from '../ratings.js'
import { Vocabulary } from '../vocabulary.js'
import { withKernels } from '../with-kernels.js'
import { exactRoot } from './exact-root.js'
import { Incidence } from './incidence.js'
import type { InverseRoot, RootOptions } from './inverse-root.js'
import { LinearScorer } from './linear-scorer.js'
import { truncatedRoot } from './truncated-root.js'

/** Hyper-parameters of {@link FewSeedLinear}. */
export interface FewSeedLinearOptions {
  /** Dimensions of the vectors, an integer in 1..4096. @defaultValue 128 */
  readonly nFactors?: number
  /** Share of its items by which training knows a user, above 0 and below 1: small for few seeds. @defaultValue 0.02 */
  readonly keepRate?: number
  /** L2 penalty lambda on the item-item weights, > 0. @defaultValue 350 */
  readonly regularization?: number
  /** L2 penalty on the intercepts, > 0. @defaultValue 0.01 */
  readonly interceptRegularization?: number
  /**
   * Most training users for which the users x users matrix is inverted exactly, which is cubic in their number; with
   * more, its largest eigenpairs stand for it. An integer >= 0. @defaultValue 4000
   */
  readonly maxExactUsers?: number
  /** Seed of the eigen-solver's start. @defaultValue 0 */
  readonly seed?: number
  /** Threads to train on, 1 to 64; the bits are the same for every number. @defaultValue 1 */
  readonly threads?: number
  /** What trains: WebAssembly SIMD, or plain TypeScript; `auto` is WebAssembly where there is SIMD. @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** The defaults of {@link FewSeedLinear}. */
export const FEW_SEED_LINEAR_DEFAULTS = Object.freeze({
  nFactors: 128,
  keepRate: 0.02,
  regularization: 350,
  interceptRegularization: 0.01,
  maxExactUsers: 4000,
  seed: 0,
  threads: 1,
  backend: 'auto' as BackendOption,
})

interface Learned extends LearnedRanking {
  /** nItems x nFactors, row-major: what a query is multiplied with. */
  readonly itemFactors: Float32Array
  /** nItems long: an item's factors times this are what it adds to a query as a seed. */
  readonly seedScales: Float32Array
  /** nItems long: an item's score without any seed. */
  readonly intercepts: Float32Array
}

/** Eigenpairs of the truncated root for every dimension of the answer. */
const ROOT_RANK_PER_FACTOR = 2

/**
 * A linear item-item model for people of whom only a few items are known: score(seeds, i) = (sum of the seeds' left
 * vectors) . right vector of i + intercept of i. Trained, in closed form, to predict a user's other items from a very
 * small share of them, with an intercept that carries popularity; then projected to `nFactors` dimensions, so that an
 * inner-product index serves it. Only 0 or 1 counts, not the values. A negative weight of a seed pushes away.
 *
 * O(nUsers^3 + pairs x nUsers) time up to `maxExactUsers`, O(nFactors (pairs + nFactors nUsers)) above.
 *
 * @see Steck, "Autoencoders that don't overfit towards the identity", NeurIPS 2020 (EDLAE, with an intercept added).
 * @example
 * new FewSeedLinear().fit(ratings).topN({ seeds: [{ item: 'Air - Run' }] }, { n: 5 }).items
 */
export class FewSeedLinear extends RankingModel<Learned> {
  readonly kind = 'linear'
  readonly options: Readonly<Required<FewSeedLinearOptions>>
  /** Made at the first question. */
  #scorer: LinearScorer | undefined

  /** @throws {@link SvdError} INVALID_OPTION */
  constructor(options: FewSeedLinearOptions = {}) {
    super()
    this.options = Object.freeze(withDefaults(FEW_SEED_LINEAR_DEFAULTS, options))
    const { nFactors, keepRate, regularization, interceptRegularization } = this.options
    const { maxExactUsers, seed, threads, backend } = this.options
    requireInteger('nFactors', nFactors, 1, 4096)
    requireNumber('keepRate', keepRate, Number.MIN_VALUE)
    if (keepRate >= 1) throw new SvdError('INVALID_OPTION', `keepRate must be below 1, got ${keepRate}`)
    requireNumber('regularization', regularization, Number.MIN_VALUE)
    requireNumber('interceptRegularization', interceptRegularization, Number.MIN_VALUE)
    requireInteger('maxExactUsers', maxExactUsers, 0)
    requireInteger('seed', seed, Number.MIN_SAFE_INTEGER)
    requireInteger('threads', threads, 1, 64)
    requireBackend(backend)
  }

  protected *train(ratings: Ratings): Generator<TrainingStep, Learned, undefined> {
    const { keepRate: a, regularization, interceptRegularization } = this.options
    const { nFactors, seed, threads, backend } = this.options
    const x = new Incidence(ratings)
    const itemCounts = Int32Array.from({ length: x.nItems }, (_, i) => x.count(i))
    const ridges = Float64Array.from(itemCounts, (count) => a * (1 - a) * count + regularization * a * a)
    const weights = ridges.map((ridge) => (a * a) / ridge)
    const workspace = withKernels(() => new MatrixWorkspace({ threads, backend }))
    const root = withKernels(() => this.#root(x, { weights, c: 1 / interceptRegularization }, workspace))
    yield { step: 1, nSteps: 3 }
    const norms = root.squaredNorms()
    // The item's own weight, which must be zero, is divided out.
    const own = ridges.map((ridge, i) => a * (1 - ((a * a) / ridge) * norms[i]))
    const intercepts = root.intercepts().map((sum, i) => (sum * a) / (interceptRegularization * own[i]))
    yield { step: 2, nSteps: 3 }
    const scales = ridges.map((ridge, i) => (a * a) / (ridge * own[i]))
    const projected = withKernels(() => project(root, x.nItems, { scales, nFactors, seed, workspace }))
    yield { step: 3, nSteps: 3 }
    this.#scorer = undefined
    return {
      users: new Vocabulary(),
      items: ratings.items,
      itemCounts,
      itemFactors: scaleRows(
        projected,
        nFactors,
        own.map((share) => a / share),
      ),
      seedScales: Float32Array.from(own, (share, i) => share / ridges[i]),
      intercepts: Float32Array.from(intercepts),
    }
  }

  #root(x: Incidence, options: RootOptions, workspace: MatrixWorkspace): InverseRoot {
    const { nFactors, maxExactUsers, seed } = this.options
    return x.nUsers <= maxExactUsers
      ? exactRoot(x, options, workspace)
      : truncatedRoot(x, options, { rank: ROOT_RANK_PER_FACTOR * nFactors, seed, workspace })
  }

  scores(query: Query): Float32Array {
    return this.scoresOfAll([query])[0]
  }

  override scoresOfAll(queries: readonly Query[]): Float32Array[] {
    const { items, intercepts, itemFactors } = this.learned
    this.#scorer ??= withKernels(() => new LinearScorer(itemFactors, intercepts, this.options))
    const scorer = this.#scorer
    const vectors = queries.map(({ seeds }) => {
      const vector = new Float32Array(this.options.nFactors)
      for (const { row, weight } of knownSeeds(seeds, items)) this.addSeed(vector, row, weight)
      return vector
    })
    return withKernels(() => scorer.scores(vectors))
  }

  /** Adds a seed to a query, nFactors long: `query . factors of i + intercept of i` is then the score of item i. */
  addSeed(query: Float32Array, row: number, weight: number): void {
    const { itemFactors, seedScales } = this.learned
    const { nFactors } = this.options
    const scale = weight * seedScales[row]
    for (let f = 0; f < nFactors; f++) query[f] += scale * itemFactors[row * nFactors + f]
  }

  /** Item factors, shape [nItems, nFactors]: a view, in the order of `itemIds`. */
  get itemFactors(): NdArray<Float32Array> {
    return ndarray(this.learned.itemFactors, [this.learned.items.size, this.options.nFactors])
  }

  /** nItems long: an item's score without any seed. */
  get intercepts(): Float32Array {
    return this.learned.intercepts
  }

  /** nItems long: an item's factors times this are what it adds to a query as a seed. */
  get seedScales(): Float32Array {
    return this.learned.seedScales
  }

  get parameters(): ModelParameters {
    const { items, itemCounts, itemFactors, seedScales, intercepts } = this.learned
    return {
      kind: this.kind,
      options: this.options,
      scalars: {},
      userIds: [],
      itemIds: [...items.ids],
      arrays: {
        item_factors: { data: itemFactors.slice(), shape: [items.size, this.options.nFactors] },
        seed_scales: { data: seedScales.slice(), shape: [items.size] },
        intercepts: { data: intercepts.slice(), shape: [items.size] },
        item_counts: { data: itemCounts.slice(), shape: [items.size] },
      },
    }
  }

  /**
   * A model from its saved {@link FewSeedLinear.parameters}.
   *
   * @throws {@link SvdError} BAD_FILE for those of another model, DIMENSION_MISMATCH, NOT_FINITE, INVALID_OPTION.
   */
  static from(parameters: ModelParameters): FewSeedLinear {
    const model = new FewSeedLinear(optionsOf(parameters, 'linear'))
    const nItems = parameters.itemIds.length
    const { nFactors } = model.options
    model.learned = {
      users: new Vocabulary(),
      items: new Vocabulary(parameters.itemIds),
      itemCounts: int32(parameters, 'item_counts', [nItems]),
      itemFactors: float32(parameters, 'item_factors', [nItems, nFactors]),
      seedScales: float32(parameters, 'seed_scales', [nItems]),
      intercepts: float32(parameters, 'intercepts', [nItems]),
    }
    return model
  }
}

/**
 * Z V for the top eigenvectors V of Y'Y, where Y's rows are those of Z times the roots of `scales`: nItems x nFactors,
 * with zeros where there are fewer dimensions than that.
 */
function project(
  root: InverseRoot,
  nItems: number,
  options: {
    readonly scales: Float64Array
    readonly nFactors: number
    readonly seed: number
    readonly workspace: MatrixWorkspace
  },
): Float64Array {
  const { scales, nFactors, seed, workspace } = options
  const { values, vectors } = topEigen(root.scaledGram(scales), nFactors, seed, workspace)
  const k = values.length
  const rows = root.project(vectors, k)
  if (k === nFactors) return rows
  const padded = new Float64Array(nItems * nFactors)
  for (let i = 0; i < nItems; i++) padded.set(rows.subarray(i * k, (i + 1) * k), i * nFactors)
  return padded
}

function scaleRows(rows: Float64Array, nFactors: number, scales: Float64Array): Float32Array {
  const scaled = new Float32Array(rows.length)
  for (let i = 0; i < scales.length; i++)
    for (let at = i * nFactors; at < (i + 1) * nFactors; at++) scaled[at] = rows[at] * scales[i]
  return scaled
}
