import type { FrozenTrial, ParameterValue, Study } from '@redux/hyperopt'
import type { TrialValue } from '../charts/best-so-far.js'
import type { Axis, Path } from '../charts/parallel-coordinates.js'
import { figure } from '../page/numbers.js'

/** More axes than these cannot be told apart. */
const MOST_AXES = 8
const GOOD_SHARE = 0.1

type Complete = FrozenTrial & { readonly value: number }

/** The trials that came to an end with a value, by number. */
export function completeTrials({ trials }: Study): Complete[] {
  return trials.filter(
    (trial): trial is Complete =>
      trial.state === 'complete' && trial.value !== null && Number.isFinite(trial.value),
  )
}

/** Every value with the best so far. */
export function bestSoFar(study: Study): TrialValue[] {
  const better = study.direction === 'minimize' ? Math.min : Math.max
  let best: number | undefined
  return completeTrials(study).map(({ number, value }) => {
    best = best === undefined ? value : better(best, value)
    return { number, value, best }
  })
}

/** Trials as paths across the most important parameters and, last, the value. */
export function pathsOf(study: Study, names: readonly string[]): { axes: Axis[]; paths: Path[] } {
  const trials = completeTrials(study)
  const isKnown = (name: string) => trials.some(({ params }) => Object.hasOwn(params, name))
  const shown = names.filter(isKnown).slice(0, MOST_AXES - 1)
  const scales = [
    ...shown.map((name) => ({ name, ...parameterScale(trials, name) })),
    { name: 'value', of: (trial: Complete) => trial.value, ...numberScale(trials.map(({ value }) => value)) },
  ]
  const good = goodTrials(trials, study.direction)
  const paths = trials.map((trial) => ({
    trial: trial.number,
    isGood: good.has(trial.number),
    points: scales.flatMap(({ name, of, position }) => {
      const value = of(trial)
      return value === undefined ? [] : [{ axis: name, position: position(value) }]
    }),
  }))
  return { axes: scales.map(({ name, low, high }) => ({ name, low, high })), paths }
}

/** The best tenth, at least one. */
function goodTrials(trials: readonly Complete[], direction: Study['direction']): ReadonlySet<number> {
  const sign = direction === 'minimize' ? 1 : -1
  const ranked = trials.toSorted((a, b) => sign * (a.value - b.value))
  return new Set(ranked.slice(0, Math.ceil(trials.length * GOOD_SHARE)).map(({ number }) => number))
}

interface Scale {
  readonly low: string
  readonly high: string
  readonly position: (value: ParameterValue) => number
}

function parameterScale(trials: readonly Complete[], name: string) {
  const having = trials.filter(({ params }) => Object.hasOwn(params, name))
  const of = ({ params }: Complete): ParameterValue | undefined => params[name]
  const range = having.at(-1)?.distributions[name]
  const values = having.map(({ params }) => params[name]!)
  const scale =
    range === undefined || range.kind === 'categorical'
      ? choiceScale(range?.choices ?? [...new Set(values)])
      : numberScale(values as number[], range.log)
  return { of, ...scale }
}

function choiceScale(choices: readonly ParameterValue[]): Scale {
  return {
    low: String(choices[0]),
    high: String(choices.at(-1)),
    position: (value) => (choices.length > 1 ? choices.indexOf(value) / (choices.length - 1) : 0.5),
  }
}

function numberScale(values: readonly number[], isByRatio = false): Scale {
  const along = (value: number) => (isByRatio ? Math.log(value) : value)
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  const range = along(high) - along(low)
  return {
    low: figure(low),
    high: figure(high),
    position: (value) => (range > 0 ? (along(value as number) - along(low)) / range : 0.5),
  }
}
