import { readFileSync } from 'node:fs'
import { Ratings } from '../src/index.js'

const folder = new URL('./fixtures/', import.meta.url)

export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}

/** One of Surprise's fixture files, in file order. */
export function fixtureRatings(name: 'ratings.csv' | 'ratings_interleaved.csv'): Ratings {
  const [, ...lines] = readFileSync(new URL(name, folder), 'utf8').trim().split('\n')
  const rows = lines.map((line) => line.split(','))
  return Ratings.from(
    rows.map(([user, item, rating]) => ({ user, item, rating: Number(rating) })),
    { scale: [1, 5] },
  )
}

type Override = `${'lr' | 'reg'}_${'bu' | 'bi' | 'pu' | 'qi'}`

interface SurpriseConfig extends Partial<Record<Override, number>> {
  readonly n_epochs: number
  readonly n_factors: number
  readonly biased: boolean
  readonly lr_all: number
  readonly reg_all: number
}

export interface SurpriseCase {
  readonly config: SurpriseConfig
  readonly initial: { readonly pu: number[][]; readonly qi: number[][] }
  readonly final: {
    readonly bu: number[]
    readonly bi: number[]
    readonly pu: number[][]
    readonly qi: number[][]
  }
  readonly train_rmse_unclipped: number
}

export const surpriseCases = fixture<{ global_mean: number; cases: Record<string, SurpriseCase> }>('svd.json')

/** Surprise's configuration in our names: `lr_bu` and its like override `lr_all`. */
export function optionsOf(config: SurpriseConfig) {
  const rates = (kind: 'lr' | 'reg', all: number) => ({
    userBiases: config[`${kind}_bu`] ?? all,
    itemBiases: config[`${kind}_bi`] ?? all,
    userFactors: config[`${kind}_pu`] ?? all,
    itemFactors: config[`${kind}_qi`] ?? all,
  })
  return {
    nFactors: config.n_factors,
    nEpochs: config.n_epochs,
    biased: config.biased,
    learningRate: rates('lr', config.lr_all),
    regularization: rates('reg', config.reg_all),
  }
}

/** The case's starting factors, for the users and items of `ratings` in their order. */
export function startOf(fit: SurpriseCase, ratings: Ratings) {
  return {
    userIds: ratings.users.ids,
    itemIds: ratings.items.ids,
    userFactors: Float32Array.from(fit.initial.pu.flat()),
    itemFactors: Float32Array.from(fit.initial.qi.flat()),
  }
}
