import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Recommender, TRAIN_DEFAULTS } from '../src/index.js'
import { resolveTrainOptions } from '../src/train/resolve-train-options.js'

const textOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = textOf('../README.md')

/** The text under a heading of level 2. */
const section = (heading: string) =>
  readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''

/** The rows of the tables under a heading whose first cell is code: that name, and the second cell. */
const rowsOf = (heading: string) =>
  [...section(heading).matchAll(/^\| `(\w+)` \| (.+?) \|/gm)].map(([, name, cell]) => [name!, cell!] as const)

describe('README', () => {
  it('gives every option of train with its default, and no option that train refuses', () => {
    const rows = rowsOf('`train(options)`')
    const defaults = Object.entries(TRAIN_DEFAULTS).map(([name, value]) => [
      name,
      typeof value === 'string' ? `\`'${value}'\`` : `\`${value}\``,
    ])
    expect(rows.filter(([name]) => name in TRAIN_DEFAULTS)).toEqual(defaults)
    const required = rows.filter(([, cell]) => cell === 'required').map(([name]) => name)
    expect(required).toEqual(['data', 'out'])
    for (const [name] of rows)
      expect(() => resolveTrainOptions({ [name]: undefined, data: 'a', out: 'b' })).not.toThrow(
        'unknown option',
      )
  })

  it('has a line for every member of Recommender', () => {
    const members = Object.getOwnPropertyNames(Object.getPrototypeOf(Recommender.prototype))
    expect(members).toContain('coldStart')
    for (const name of members.filter((member) => member !== 'constructor'))
      expect(section('`Recommender`')).toMatch(new RegExp(`^\\|.*\`${name}[\`(]`, 'm'))
  })

  it('names every error code and no other', () => {
    const codes = [...textOf('../src/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code)
    expect(codes).not.toHaveLength(0)
    expect(rowsOf('Errors').map(([code]) => code)).toEqual(codes)
  })
})
