import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  BAYESIAN_SVDPP_DEFAULTS,
  BayesianSVDpp,
  FEW_SEED_LINEAR_DEFAULTS,
  FewSeedLinear,
  FUNK_SVD_DEFAULTS,
  IMPLICIT_ALS_DEFAULTS,
  ImplicitALS,
  ITEM_KNN_DEFAULTS,
  ItemKNN,
  Popularity,
  SVDPP_DEFAULTS,
  VARIATIONAL_MF_DEFAULTS,
  VariationalMF,
} from '../src/index.js'

const textOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = textOf('../README.md')

/** The text under a heading of level 2. */
const section = (heading: string) => readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))

describe('README', () => {
  it.each([
    ['FunkSVD', FUNK_SVD_DEFAULTS],
    ['SVDpp', SVDPP_DEFAULTS],
    ['BayesianSVDpp', BAYESIAN_SVDPP_DEFAULTS],
    ['VariationalMF', VARIATIONAL_MF_DEFAULTS],
    ['FewSeedLinear', FEW_SEED_LINEAR_DEFAULTS],
    ['ImplicitALS', IMPLICIT_ALS_DEFAULTS],
    ['ItemKNN', ITEM_KNN_DEFAULTS],
  ])('gives every option of %s with its default, in order', (model, defaults) => {
    const table = section(`Options of \`${model}\``) ?? ''
    const rows = [...table.matchAll(/^\| `(\w+)` \| `(.+?)` \|/gm)]
    expect(rows.map(([, name, value]) => [name, JSON.parse(value!)])).toEqual(Object.entries(defaults))
  })

  it('gives every ranking model with its kind', () => {
    const models = [FewSeedLinear, ImplicitALS, ItemKNN, Popularity, BayesianSVDpp, VariationalMF]
    const rows = [...(section('Ranking') ?? '').matchAll(/^\| `(\w+)` \| `([\w-]+)` \|/gm)]
    expect(rows.map(([, name, kind]) => [name, kind])).toEqual(models.map((M) => [M.name, new M().kind]))
  })

  it('names every error code and no other', () => {
    const codes = [...textOf('../src/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code)
    const named = [...(section('Errors') ?? '').matchAll(/`([A-Z_]{5,})`/g)].map(([, code]) => code)
    expect(codes).not.toHaveLength(0)
    expect(named).toEqual(codes)
  })
})
