import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  MEDIAN_PRUNER_DEFAULTS,
  RANDOM_SAMPLER_DEFAULTS,
  SUCCESSIVE_HALVING_PRUNER_DEFAULTS,
  TPE_SAMPLER_DEFAULTS,
} from '../src/index.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The options and defaults of the table whose first heading is `name`. */
function tableOf(name: string): Record<string, string> {
  const [, rows = ''] =
    new RegExp(`\\| \`${name}\` \\| default.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`).exec(readme) ?? []
  const cells = rows
    .trimEnd()
    .split('\n')
    .map((row) => row.replaceAll('`', '').split(' | '))
  return Object.fromEntries(cells.map(([option = '', value = '']) => [option.replace('| ', ''), value]))
}

test.each([
  ['TPESampler', TPE_SAMPLER_DEFAULTS],
  ['MedianPruner', MEDIAN_PRUNER_DEFAULTS],
  ['SuccessiveHalvingPruner', SUCCESSIVE_HALVING_PRUNER_DEFAULTS],
])('the README has the options and defaults of %s', (name, defaults) => {
  const asText = Object.entries(defaults).map(([option, value]) => [option, String(value)])
  expect(tableOf(name)).toEqual(Object.fromEntries(asText))
})

test('the README has the default of RandomSampler', () => {
  expect(readme).toContain(`| \`RandomSampler\` | \`seed\` (default ${RANDOM_SAMPLER_DEFAULTS.seed}) |`)
})

test('the README names every error code', () => {
  const source = readFileSync(new URL('../src/errors.ts', import.meta.url), 'utf8')
  const codes = [...source.matchAll(/^ {2}\| '([A-Z_]+)'$/gm)].map(([, code]) => code!)
  expect(codes.length).toBeGreaterThan(10)
  const [, section = ''] = readme.split('## Errors')
  expect(codes.filter((code) => !section.includes(`\`${code}\``))).toEqual([])
})
