// How good the values are that TPE finds, beside Optuna's: npm run bench -- tpe [--json] [--docs] [function …]
// With PEER_PYTHON, Optuna runs too; without, its figures are those of tpe/optuna.json.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createStudy, RandomSampler, TPESampler } from '@redux/hyperopt'
import { writeDocsSection } from './lib/docs-section.mjs'
import { markdownTable } from './lib/table.mjs'
import { FUNCTIONS, HELD_OUT } from './tpe/functions.mjs'
import { Optuna } from './tpe/optuna.mjs'

const SEEDS = Array.from({ length: 30 }, (_, seed) => seed)
const N_TRIALS = 50
const VARIANTS = { multivariate: true, univariate: false }
const DOCS = fileURLToPath(new URL('../docs/tuning.md', import.meta.url))

const { json, docs, names } = readArguments()
const stored = JSON.parse(readFileSync(new URL('tpe/optuna.json', import.meta.url), 'utf8'))
const optuna = await Optuna.start()
const setting = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  optuna: optuna?.version ?? stored.version,
  optunaRan: optuna !== undefined,
  nTrials: N_TRIALS,
  nSeeds: SEEDS.length,
}
const results = {}
for (const [variant, multivariate] of Object.entries(VARIANTS)) {
  results[variant] = []
  for (const name of names) results[variant].push(await measure(name, variant, multivariate))
}
optuna?.stop()
if (json) console.log(JSON.stringify({ ...setting, results }, null, 2))
else console.log(asMarkdown())
if (docs) writeDocsSection(DOCS, 'tpe', asMarkdown())

async function measure(name, variant, multivariate) {
  console.error(`${name}, ${variant} …`)
  const objective = FUNCTIONS[name]
  const ours = await quartiles((seed) => best(objective, new TPESampler({ seed, multivariate })))
  const random = await quartiles((seed) => best(objective, new RandomSampler({ seed })))
  const theirs = optuna
    ? await quartiles((seed) => optuna.best(objective, { seed, multivariate, nTrials: N_TRIALS }))
    : stored.results[variant][name]
  return { name, heldOut: HELD_OUT.includes(name), ours, optuna: theirs, random }
}

async function best(objective, sampler) {
  const study = createStudy({ direction: 'minimize', sampler })
  await study.optimize(objective, { nTrials: N_TRIALS })
  return study.bestTrial.value
}

/** Between values, quartiles are interpolated, as numpy does. */
async function quartiles(run) {
  const values = []
  for (const seed of SEEDS) values.push(await run(seed))
  values.sort((a, b) => a - b)
  return [0.25, 0.5, 0.75].map((share) => {
    const at = share * (values.length - 1)
    const [low, high] = [values[Math.floor(at)], values[Math.ceil(at)]]
    return low + (high - low) * (at % 1)
  })
}

function asMarkdown() {
  const digits = (value) => value.toPrecision(4)
  const columns = [
    ['name', 'function'],
    ['median', 'ours', digits],
    ['range', 'quartiles'],
    ['optunaMedian', 'Optuna', digits],
    ['optunaRange', 'its quartiles'],
    ['randomMedian', 'random', digits],
  ]
  const range = ([low, , high]) => `${digits(low)} to ${digits(high)}`
  const rows = (variant) =>
    results[variant].map(({ name, heldOut, ours, optuna: theirs, random }) => ({
      name: heldOut ? `${name} *` : name,
      ...{ median: ours[1], range: range(ours) },
      ...{ optunaMedian: theirs?.[1], optunaRange: theirs && range(theirs) },
      randomMedian: random[1],
    }))
  const { date, node, optuna: version, optunaRan } = setting
  return [
    `${date}, Node ${node}, Optuna ${version}${optunaRan ? '' : ' (stored figures)'}; best value of ${N_TRIALS} trials, medians over the seeds 0 to ${SEEDS.length - 1}, less is better. Functions with * were looked at only after everything had been chosen.`,
    ...Object.keys(VARIANTS).map((variant) => `**${variant}**\n\n${markdownTable(columns, rows(variant))}`),
  ].join('\n\n')
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean' }, docs: { type: 'boolean' } },
      allowPositionals: true,
    })
    const unknown = positionals.filter((name) => !Object.hasOwn(FUNCTIONS, name))
    if (unknown.length > 0) throw new Error(`there is no function ${unknown.join(', ')}`)
    return { ...values, names: positionals.length > 0 ? positionals : Object.keys(FUNCTIONS) }
  } catch (error) {
    const functions = Object.keys(FUNCTIONS).join('|')
    console.error(`${error.message}\nUsage: npm run bench -- tpe [--json] [--docs] [${functions} …]`)
    process.exit(2)
  }
}
