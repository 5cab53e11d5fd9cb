import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FUNK_SVD_DEFAULTS, SVDPP_DEFAULTS } from '../src/index.js'

const textOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = textOf('../README.md')

/** The text under a heading of level 2. */
const section = (heading: string) => readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))

describe('README', () => {
  it.each([
    ['FunkSVD', FUNK_SVD_DEFAULTS],
    ['SVDpp', SVDPP_DEFAULTS],
  ])('gives every option of %s with its default, in order', (model, defaults) => {
    const table = section(`Options of \`${model}\``) ?? ''
    const rows = [...table.matchAll(/^\| `(\w+)` \| `(.+?)` \|/gm)]
    expect(rows.map(([, name, value]) => [name, JSON.parse(value!)])).toEqual(Object.entries(defaults))
  })

  it('names every error code and no other', () => {
    const codes = [...textOf('../src/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code)
    const named = [...(section('Errors') ?? '').matchAll(/`([A-Z_]{5,})`/g)].map(([, code]) => code)
    expect(codes).not.toHaveLength(0)
    expect(named).toEqual(codes)
  })
})
